import type { Audience } from '../../../ui/ask/profile-facets.ts'
import type { IconName } from '../../../ui/icon.tsx'

interface Words {
  one: string
  many: string
  title: string
  icon: IconName
  /** What tells one from another, what it is called, and what else it may be known by. */
  id: string
  name: string
  others: readonly string[]
  /** Columns behind the name, until others are chosen. */
  columns: readonly string[]
  /** The attribute of events, and the type of a request. */
  path: string
  request: string
}

/** How pages speak of users and of accounts, and ask for them. */
export const AUDIENCES: Record<Audience, Words> = {
  users: {
    one: 'user',
    many: 'users',
    title: 'Users',
    icon: 'people',
    id: 'user_id',
    name: 'user_name',
    others: ['user_email'],
    columns: [
      'user_email',
      'last_seen',
      'session_count',
      'events_count',
      'frustration_count',
      'last_country_code',
      'last_device_type',
      'last_browser_name',
      'first_seen',
    ],
    path: 'usr.id',
    request: 'query_users_request',
  },
  accounts: {
    one: 'account',
    many: 'accounts',
    title: 'Accounts',
    icon: 'account',
    id: 'account_id',
    name: 'account_name',
    others: [],
    columns: ['last_seen', 'user_count', 'session_count', 'events_count', 'frustration_count', 'first_seen'],
    path: 'account.id',
    request: 'query_account_request',
  },
}

/** A profile as the API answers it: its attributes by their names. */
export type Profile = Readonly<Record<string, unknown>>

export const idOf = (profile: Profile, audience: Audience): string => String(profile[AUDIENCES[audience].id] ?? '')

/** What a profile is called: its name, else what else it is known by, else its id. */
export const nameOf = (profile: Profile, audience: Audience): string => {
  const { name, others } = AUDIENCES[audience]
  const found = [name, ...others].map((key) => profile[key]).find((value) => typeof value === 'string' && value !== '')
  return typeof found === 'string' ? found : idOf(profile, audience)
}

/** The page about one of them. */
export const pagePath = (audience: Audience, id: string): string => `/${audience}/${encodeURIComponent(id)}`

/** `1,204 users`. */
export const counted = (n: number, audience: Audience): string =>
  `${n.toLocaleString()} ${n === 1 ? AUDIENCES[audience].one : AUDIENCES[audience].many}`
