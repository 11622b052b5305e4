import { ATTRIBUTES, type Storage } from '../model/attribute.ts'
import { bare } from './bare.ts'
import { type CustomPart, pathOf, putCustom, putValue } from './custom.ts'
import { numberOf } from './row.ts'
import { isObject, type JsonObject } from './shapes.ts'

/** Where the fields of one object of an event go: known ones to columns, others to `custom` or `more`. */
interface Place {
  children: Map<string, Place>
  column?: { number: number; storage: Storage }
  /** Fields that are not known here are the customer's. Set with its path and a dot. */
  customPrefix?: string
  /** Not taken from the event. */
  skip?: true
}

/** Set by us, whatever the event says. */
const OURS = ['type', 'date', 'application.id', 'application.name']
const CUSTOM = ['context', 'usr', 'account', 'feature_flags', 'event', 'view.url_query', 'view.custom_timings']

const placeAt = (root: Place, path: string): Place => {
  let place = root
  for (const key of path.split('.')) {
    let next = place.children.get(key)
    if (!next) {
      next = { children: new Map() }
      place.children.set(key, next)
    }
    place = next
  }
  return place
}

const grow = (): Place => {
  const root: Place = { children: new Map() }
  for (const { path, column, storage, level } of ATTRIBUTES)
    if (!level) placeAt(root, path).column = { number: numberOf(column), storage }
  for (const path of OURS) placeAt(root, path).skip = true
  for (const path of CUSTOM) placeAt(root, path).customPrefix = `${path}.`
  return root
}

const ROOT = grow()

const SDK_KEYS = new Set([
  ...ATTRIBUTES.map((a) => a.path.split('.')[0]!).filter((key) => !CUSTOM.includes(key)),
  ...['build_id', 'build_version', 'container', 'ddtags', 'freeze', 'stream', 'transition'],
])

/** Puts an event's fields into the columns of a row and its custom part. Returns what belongs to `more`. */
export const putFields = (values: unknown[], part: CustomPart, event: JsonObject): JsonObject | undefined => {
  let rest: JsonObject | undefined
  for (const key in event) {
    const value = event[key]
    if (value === null || value === undefined) continue
    const place = ROOT.children.get(key)
    let left: unknown = value
    if (place) left = putField(values, part, place, value)
    else if (!SDK_KEYS.has(firstOf(key))) left = putValue(part, key, value)
    if (left === undefined) continue
    rest ??= bare()
    rest[key] = left
  }
  return rest
}

const firstOf = (key: string): string => {
  const at = key.indexOf('.')
  return at < 0 ? key : key.slice(0, at)
}

const putField = (values: unknown[], part: CustomPart, place: Place, value: unknown): unknown => {
  if (place.skip) return undefined
  if (place.column) return putColumn(values, place.column, value) ? undefined : value
  if (!isObject(value)) return value
  if (place.children.size === 0 && place.customPrefix) return putCustom(part, place.customPrefix, value)
  return putObject(values, part, place, value)
}

const putObject = (values: unknown[], part: CustomPart, place: Place, object: JsonObject): JsonObject | undefined => {
  let rest: JsonObject | undefined
  for (const key in object) {
    const value = object[key]
    if (value === null || value === undefined) continue
    const child = place.children.get(key)
    let left: unknown = value
    if (child) left = putField(values, part, child, value)
    else if (place.customPrefix) left = putValue(part, pathOf(place.customPrefix, key), value)
    if (left === undefined) continue
    rest ??= bare()
    rest[key] = left
  }
  return rest
}

/** `false` when the value is of a type that the column can't hold. */
const putColumn = (values: unknown[], { number, storage }: NonNullable<Place['column']>, value: unknown): boolean => {
  const fitting = typeof value === 'string' && IS_TEXT[storage] ? value : FIT[storage](value)
  if (fitting === undefined) return false
  if (fitting !== '') values[number] = fitting
  return true
}

/** Most values are texts. */
const IS_TEXT: Partial<Record<Storage, true>> = { enum: true, text: true }

const asText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const INT64 = 2 ** 63

const FIT: Record<Storage, (value: unknown) => unknown> = {
  enum: asText,
  text: asText,
  int: (value) => (typeof value === 'number' && Math.abs(value) < INT64 ? Math.round(value) : undefined),
  float: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  list: (value) => {
    const items = (Array.isArray(value) ? value : [value]).map(asText)
    return items.includes(undefined) ? undefined : items
  },
  time: () => undefined,
}
