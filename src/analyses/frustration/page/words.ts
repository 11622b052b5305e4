import type { Kind } from '../definition.ts'

export const KIND_WORDS: Record<Kind, { one: string; many: string; says: string }> = {
  rage: { one: 'rage click', many: 'Rage clicks', says: 'Several quick clicks on one element' },
  dead: { one: 'dead click', many: 'Dead clicks', says: 'A click after which nothing happened' },
  error: { one: 'error click', many: 'Error clicks', says: 'A click that an error came after' },
}

/** Of the set that is safe for the colour-blind. */
export const KIND_COLOURS: Record<Kind, string> = { rage: '#c2410c', dead: '#7c6fb8', error: '#0f8a8a' }
