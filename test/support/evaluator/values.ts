import { attributeOf, placeOf } from '../../../src/model/attribute.ts'
import { numberOf } from '../../../src/model/search/amount.ts'
import type { Search } from '../../../src/model/search/ast.ts'
import { matchesEvent } from '../../../src/model/search/evaluate.ts'
import { FREE_TEXT_PATHS } from '../../../src/model/search/free-text.ts'
import type { Counted } from './ledger.ts'
import { msOf } from './sessions.ts'

/** What an event has at a path: undefined if nothing, times in epoch ms. */
export const valueAt = ({ row }: Counted, path: string): unknown => {
  const place = placeOf(path)
  if (place.kind === 'custom') return row.custom[path]
  if (place.kind === 'column') {
    const value = row[place.attribute.column]
    return place.attribute.storage === 'time' ? msOf(String(value)) : value === '' || value === null ? undefined : value
  }
  let value: unknown = row.more ? JSON.parse(row.more) : undefined
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key]
  return value
}

const elements = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

/** All values as texts, without empty ones. */
export const textsAt = (event: Counted, path: string): string[] =>
  elements(valueAt(event, path))
    .map((value) => String(value).replace('e+', 'e'))
    .filter((text) => text !== '')

/** The first value that is a number. */
export const numberAt = (event: Counted, path: string): number | undefined => {
  const value = valueAt(event, path)
  if (typeof value === 'boolean' && attributeOf(path)) return Number(value)
  return elements(value)
    .map(numberOf)
    .find((number) => number !== undefined && Number.isFinite(number))
}

/** Whether an event may have several values there, so that it is counted once for each. */
export const isSeveral = (path: string): boolean => {
  const attribute = attributeOf(path)
  return !attribute || attribute.type === 'strings'
}

export const matching = (events: readonly Counted[], search: Search, from: number, to: number): Counted[] =>
  events.filter((event) => {
    const at = msOf(event.row.date)
    if (at < from || at >= to) return false
    const texts = () => FREE_TEXT_PATHS.flatMap((path) => textsAt(event, path))
    return matchesEvent(search, (path) => valueAt(event, path), texts)
  })

/** As the engine orders texts: by their bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
