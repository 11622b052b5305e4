import { bare } from './bare.ts'
import { type CustomValue, type EventRow, isObject, type JsonObject, type Scalar } from './shapes.ts'

type Custom = EventRow['custom']

/** More paths than this stay readable with the event, but can't be searched. */
const MOST_CUSTOM_PATHS = 2000

/** The flat `custom` part of a row, while it fills. */
export interface CustomPart {
  values: Custom
  count: number
}

export const customPart = (): CustomPart => ({ values: bare() as Custom, count: 0 })

/**
 * Puts the values below `prefix` into `part` under their full paths. Returns what has no place there, in its own
 * nesting: the second of two values whose paths are equal (`{a: {b: 1}, 'a.b': 2}`), lists that had to be changed to be
 * searchable, numbers without end.
 */
export const putCustom = (part: CustomPart, prefix: string, object: JsonObject): JsonObject | undefined => {
  let rest: JsonObject | undefined
  for (const key in object) {
    const value = object[key]
    if (value === null || value === undefined) continue
    const left = putValue(part, pathOf(prefix, key), value)
    if (left === undefined) continue
    rest ??= bare()
    rest[key] = left
  }
  return rest
}

const MOST_PATHS = 20_000
const paths = new Map<string, Map<string, string>>()
let known = 0

/** Both put together. Events share their paths, and to find one is faster than to make it and look it up. */
export const pathOf = (prefix: string, key: string): string => {
  const below = paths.get(prefix)
  const path = below?.get(key)
  if (path !== undefined) return path
  if (known++ >= MOST_PATHS) {
    known = 0
    paths.clear()
  }
  const made = prefix + key
  paths.set(prefix, (paths.get(prefix) ?? new Map<string, string>()).set(key, made))
  return made
}

/** Returns what of `value` has no place, `undefined` when all has. */
export const putValue = (part: CustomPart, path: string, value: unknown): unknown => {
  if (Array.isArray(value)) return putList(part, path, value) ? undefined : value
  if (isObject(value)) return putCustom(part, pathOf(path, '.'), value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return put(part, path, kept(value as Scalar)) ? undefined : value
}

/** The engine refuses a row for a whole number beyond 64 bits, as JSON writes them up to 10^21: those become texts. */
const isTooLarge = (value: unknown): boolean =>
  typeof value === 'number' && Math.abs(value) >= 2 ** 63 && Math.abs(value) < 1e21

const kept = (value: Scalar): Scalar => (isTooLarge(value) ? String(value) : value)

const put = (part: CustomPart, path: string, value: CustomValue): boolean => {
  if (path in part.values || part.count >= MOST_CUSTOM_PATHS) return false
  part.values[path] = value
  part.count++
  return true
}

/** `true` when the list is kept as it is. Others become lists of one type each, and the original is kept elsewhere. */
const putList = (part: CustomPart, path: string, list: unknown[]): boolean => {
  const type = typeof list[0]
  const isPlain = (item: unknown) => typeof item === type && isScalar(item) && !isTooLarge(item)
  const plain = list.length > 0 && type !== 'object' && list.every(isPlain)
  if (plain) return put(part, path, list as Scalar[])
  const columns = new Map<string, Scalar[]>()
  for (const item of list) transpose(columns, path, item)
  for (const [column, values] of columns) put(part, column, ofOneType(values))
  return false
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

const transpose = (columns: Map<string, Scalar[]>, path: string, value: unknown): void => {
  if (Array.isArray(value)) {
    for (const item of value) transpose(columns, path, item)
  } else if (isObject(value)) {
    for (const key in value) transpose(columns, `${path}.${key}`, value[key])
  } else if (isScalar(value)) {
    const column = columns.get(path)
    if (column) column.push(kept(value))
    else columns.set(path, [kept(value)])
  }
}

const ofOneType = (values: Scalar[]): Scalar[] =>
  values.every((value) => typeof value === typeof values[0]) ? values : values.map(String)
