import { useMe } from './me.ts'

const ROLES: readonly string[] = ['viewer', 'editor', 'admin']

/** Why the person who is signed in may not do what takes this role; undefined if they may, and until it is known. */
export const useRefusal = (role: 'editor' | 'admin'): string | undefined => {
  const own = useMe().data?.role
  if (own === undefined || ROLES.indexOf(own) >= ROLES.indexOf(role)) return undefined
  return `Your role is ${own}: you see everything here. To change it takes the role ${role}; ask an administrator.`
}
