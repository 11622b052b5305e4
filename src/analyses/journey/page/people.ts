import { withoutAt } from '../../../model/attribute.ts'
import { attributeMatch, is } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { literal } from '../../../model/search/value-pattern.ts'
import { csvOf } from '../../../ui/builder/csv.ts'
import { paramsOf, type Scope } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { aliasOf } from './request.ts'
import { type Entity, KEYS } from './step.ts'

/** Somebody in a published list: values of attributes by their paths. */
export type Person = Record<string, unknown>

export interface ListAnswer {
  data: { attributes: { records: Person[]; total_count: number } }
}

const COLUMNS: Record<Entity, readonly string[]> = {
  session: [
    '@usr.name',
    '@usr.email',
    '@usr.id',
    '@geo.country',
    '@device.type',
    '@browser.name',
    '@session.has_replay',
  ],
  user: ['@usr.name', '@usr.email', '@geo.country'],
  account: ['@account.name', '@geo.country'],
}

/** What is asked of everybody in a list, beside their own id. */
export const columnsOf = (per: Entity): readonly string[] => COLUMNS[per]

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A record's value of an attribute, under its path with the `@` or without. */
export const fieldOf = (record: Person, facet: string): string => {
  const bare = withoutAt(facet)
  return textOf(Object.hasOwn(record, facet) ? record[facet] : Object.hasOwn(record, bare) ? record[bare] : undefined)
}

export const idOf = (record: Person, per: Entity): string => fieldOf(record, KEYS[per])

/** When somebody made a step (from 0), epoch ms; null if not. */
export const timeOfStep = (record: Person, step: number): number | null => {
  const value = record[`${aliasOf(step)}_timestamp`]
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(ms) && ms > 0 ? ms : null
}

/** What people read first of somebody: the name, else the address, else the id. */
export const nameOf = (record: Person, per: Entity): string => {
  const names = per === 'account' ? ['@account.name'] : ['@usr.name', '@usr.email', '@usr.id']
  for (const facet of names) {
    const text = fieldOf(record, facet)
    if (text) return text
  }
  return per === 'session' ? 'Anonymous' : idOf(record, per)
}

/** What tells people of one name apart. */
export const detailOf = (record: Person, per: Entity): string => {
  const name = nameOf(record, per)
  const texts = columnsOf(per)
    .filter((facet) => facet !== '@session.has_replay')
    .map((facet) => fieldOf(record, facet))
  return [...new Set(texts)].filter((text) => text !== '' && text !== name).join(' · ')
}

/** The address of all that somebody did, in order, in the time of the bar. */
export const eventsPath = (record: Person, per: Entity, scope: Scope): string => {
  const q = printSearch(attributeMatch(KEYS[per].slice(1), is(literal(idOf(record, per)))))
  const list = { a: '*;count;@type:(view OR action OR error OR server)', show: 'list', order: 'asc' }
  return `/analytics${stringifyParams({ ...paramsOf({ ...scope, filter: q, segment: '' }), ...list })}`
}

/** The address of the profile of somebody, if it is known who it is. */
export const profilePath = (record: Person, per: Entity): string | null => {
  if (per === 'account') return `/accounts/${encodeURIComponent(idOf(record, per))}`
  const user = per === 'user' ? idOf(record, per) : fieldOf(record, '@usr.id')
  return user === '' ? null : `/users/${encodeURIComponent(user)}`
}

/** Whether there is a recording of the session. */
export const isRecorded = (record: Person): boolean => fieldOf(record, '@session.has_replay') === 'true'

/** Everybody with all columns, and when they made each of so many steps (ISO 8601). */
export const peopleCsv = (records: readonly Person[], per: Entity, steps = 0): string => {
  const columns = [...new Set([KEYS[per], ...columnsOf(per)])]
  const places = Array.from({ length: steps }, (_, i) => i)
  const head = [...columns.map((c) => c.slice(1)), ...places.map((i) => `step_${i + 1}_at`)]
  const rows = records.map((record) => [
    ...columns.map((facet) => fieldOf(record, facet)),
    ...places.map((i) => {
      const ms = timeOfStep(record, i)
      return ms === null ? '' : new Date(ms).toISOString()
    }),
  ])
  return csvOf([head, ...rows])
}
