import { attributeMatch, is } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { literal } from '../../../model/search/value-pattern.ts'
import { paramsOf, type Scope } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { csvOf } from './csv.ts'
import type { Entity, Question } from './question.ts'
import { aliasOf, columnsOf, KEYS } from './request.ts'

export type Person = Record<string, unknown>

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A record's value of an attribute, under its path with the `@` or without. */
export const fieldOf = (record: Person, facet: string): string => {
  const bare = facet.replace(/^@/, '')
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
  const texts = columnsOf(per).map((facet) => fieldOf(record, facet))
  return [...new Set(texts)].filter((text) => text !== '' && text !== name).join(' · ')
}

/** The address of all that somebody did, in order, in the time of the bar. */
export const eventsPath = (record: Person, per: Entity, scope: Scope): string => {
  const q = printSearch(attributeMatch(KEYS[per].slice(1), is(literal(idOf(record, per)))))
  const list = { a: '*;count;@type:(view OR action OR error OR server)', show: 'list', order: 'asc' }
  return `/analytics${stringifyParams({ ...paramsOf({ ...scope, filter: q }), ...list })}`
}

/** Everybody with all columns, and when they made each step (ISO 8601). */
export const peopleCsv = (records: readonly Person[], { per, steps }: Question): string => {
  const columns = [...new Set([KEYS[per], ...columnsOf(per)])]
  const head = [...columns.map((c) => c.slice(1)), ...steps.map((_, i) => `step_${i + 1}_at`)]
  const rows = records.map((record) => [
    ...columns.map((facet) => fieldOf(record, facet)),
    ...steps.map((_, i) => {
      const ms = timeOfStep(record, i)
      return ms === null ? '' : new Date(ms).toISOString()
    }),
  ])
  return csvOf([head, ...rows])
}
