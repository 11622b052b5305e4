/** What a person or an application key may do, from least to most: look, make, administer. */
export const ROLES = ['viewer', 'editor', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** `atLeast('editor', 'viewer')` is true: an editor may do what a viewer may. */
export const atLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed)

/** The role that allows less. */
export const lesserOf = (a: Role, b: Role): Role => (atLeast(a, b) ? b : a)
