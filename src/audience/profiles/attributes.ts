import type { ImportedColumn, ImportedTable } from '../../model/audience/imported.ts'
import { type Audience, ENTITY_PATH } from '../entity.ts'

/** How an attribute comes about from the events of a person or an account. */
type Made =
  | { kind: 'id' }
  /** The value of an event attribute: of the first or the last event that has one. */
  | { kind: 'first' | 'last'; path: string }
  | { kind: 'first_seen' | 'last_seen' }
  | { kind: 'count'; of: CountName }
  /** A column of a file. */
  | { kind: 'imported'; table: ImportedTable; column: ImportedColumn }

export type CountName = 'events' | 'sessions' | 'errors' | 'frustrations' | 'users' | 'loading_time'

/** `timestamp` in epoch ms inside, in ISO outside; `any` is what customers set, as they set it. */
export type ProfileType = 'string' | 'timestamp' | 'number' | 'any'

export interface ProfileAttribute {
  /** As the published API names it: `user_email`, `last_country_code`. */
  id: string
  label: string
  description: string
  type: ProfileType
  group: string
  /** Instead of the one, where somebody gave others. */
  groups?: readonly string[]
  made: Made
}

const string = (id: string, label: string, group: string, made: Made, description: string): ProfileAttribute => ({
  id,
  label,
  description,
  type: 'string',
  group,
  made,
})

/** Id after first_ or last_, name, group, event attribute. */
const SEEN: readonly [string, string, string, string][] = [
  ['application_id', 'Application', 'Application', 'application.id'],
  ['country_code', 'Country', 'Geo', 'geo.country_iso_code'],
  ['city', 'City', 'Geo', 'geo.city'],
  ['region', 'Region', 'Geo', 'geo.country_subdivision'],
  ['device_type', 'Device Type', 'Device', 'device.type'],
  ['os_name', 'OS Name', 'OS', 'os.name'],
  ['os_version', 'OS Version', 'OS', 'os.version'],
  ['browser_name', 'Browser Name', 'Browser', 'browser.name'],
  ['browser_version', 'Browser Version', 'Browser', 'browser.version'],
]

const seen = SEEN.flatMap(([id, label, group, path]) =>
  (['first', 'last'] as const).map((kind) =>
    string(
      `${kind}_${id}`,
      `${kind === 'first' ? 'First' : 'Last'} ${label}`,
      group,
      { kind, path },
      `${label} where ${kind} seen`,
    ),
  ),
)

const moment = (kind: 'first_seen' | 'last_seen', label: string, description: string): ProfileAttribute => ({
  id: kind,
  label,
  description,
  type: 'timestamp',
  group: 'Activity',
  made: { kind },
})

const count = (id: string, label: string, of: CountName, description: string): ProfileAttribute => ({
  id,
  label,
  description,
  type: 'number',
  group: 'Activity',
  made: { kind: 'count', of },
})

const moments = [
  moment('first_seen', 'First Seen', 'When the first event happened'),
  moment('last_seen', 'Last Seen', 'When the most recent event happened'),
]

const counts = [
  count('session_count', 'Sessions', 'sessions', 'How many sessions'),
  count('events_count', 'Events', 'events', 'How many events'),
  count('error_count', 'Errors', 'errors', 'How many errors'),
  count('frustration_count', 'Frustrations', 'frustrations', 'How many signals of frustration'),
  count('avg_loading_time', 'Average loading time', 'loading_time', 'Average loading time of views, in nanoseconds'),
]

/** The attributes that every profile has, in the order in which they are listed. */
export const PROFILE_ATTRIBUTES: Record<Audience, readonly ProfileAttribute[]> = {
  users: [
    string('user_id', 'User ID', 'User', { kind: 'id' }, 'Tells a user from others'),
    string('user_email', 'User Email', 'User', { kind: 'last', path: 'usr.email' }, 'The last email address given'),
    string('user_name', 'User Name', 'User', { kind: 'last', path: 'usr.name' }, 'The last name given'),
    ...moments,
    ...seen,
    ...counts,
  ],
  accounts: [
    string('account_id', 'Account ID', 'Account', { kind: 'id' }, 'Tells an account from others'),
    string('account_name', 'Account Name', 'Account', { kind: 'last', path: 'account.name' }, 'The last name given'),
    ...moments,
    count('user_count', 'Users', 'users', 'How many users'),
    ...counts,
  ],
}

/** Where free words are looked for. */
export const PROFILE_TEXTS: Record<Audience, readonly string[]> = {
  users: ['user_id', 'user_name', 'user_email'],
  accounts: ['account_id', 'account_name'],
}

const PREFIX: Record<Audience, string> = { users: 'user_', accounts: 'account_' }

/** Where the SDK puts what customers set: `usr` or `account`. */
export const rootOf = (audience: Audience): string => ENTITY_PATH[audience].split('.')[0]!

/**
 * The attribute that a name stands for: one that every profile has (`user_email`, or as events have it `usr.email`), or
 * one that customers set (`user_plan`, `usr.plan`). Undefined if it can be neither.
 */
export const profileAttribute = (name: string, audience: Audience): ProfileAttribute | undefined => {
  const root = `${rootOf(audience)}.`
  const id = name.startsWith(root) ? `${PREFIX[audience]}${name.slice(root.length)}` : name
  const known = PROFILE_ATTRIBUTES[audience].find((attribute) => attribute.id === id)
  if (known) return known
  if (!id.startsWith(PREFIX[audience]) || id === PREFIX[audience]) return undefined
  return customAttribute(`${root}${id.slice(PREFIX[audience].length)}`, audience)
}

/** The attribute of what customers set at a path such as `usr.plan`. */
export const customAttribute = (path: string, audience: Audience): ProfileAttribute => {
  const rest = path.slice(rootOf(audience).length + 1)
  return {
    id: `${PREFIX[audience]}${rest}`,
    label: rest,
    description: `The last value of ${path}`,
    type: 'any',
    group: 'Custom',
    made: { kind: 'last', path },
  }
}
