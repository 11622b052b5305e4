import { WaywornError } from '../../lib/errors.ts'
import type { JoinKeys } from './definition.ts'

/** Who makes the journey. */
export interface Entity {
  kind: 'session' | 'user' | 'account'
  /** Without its `@`. */
  path: string
}

const ENTITIES: Record<string, Entity> = {
  '@session.id': { kind: 'session', path: 'session.id' },
  '@usr.id': { kind: 'user', path: 'usr.id' },
  '@account.id': { kind: 'account', path: 'account.id' },
}

/** Throws `invalid_field` for other keys than the three, and for secondary ones. */
export const entityOf = (keys: JoinKeys, pointer: string): Entity => {
  const entity = ENTITIES[keys.primary.startsWith('@') ? keys.primary : `@${keys.primary}`]
  if (!entity) {
    const reason = `"${keys.primary}" can't be followed; use ${Object.keys(ENTITIES).join(', ')}`
    throw new WaywornError('invalid_field', { field: 'join_keys.primary', reason }, { pointer: `${pointer}/primary` })
  }
  if (keys.secondary?.length) {
    const reason = 'further keys are not supported; leave it empty, or hold an attribute constant with hold_constant'
    throw new WaywornError(
      'invalid_field',
      { field: 'join_keys.secondary', reason },
      { pointer: `${pointer}/secondary` },
    )
  }
  return entity
}
