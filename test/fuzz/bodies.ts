import fc from 'fast-check'
import { anyJson } from './pools.ts'

/** A body as bytes, so that it need be neither JSON nor text. */
export interface Body {
  payload: Buffer
  contentType: string | undefined
}

/** Every place in a value: how to get there. */
const placesIn = (value: unknown, path: (string | number)[] = []): (string | number)[][] => {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

const replaced = (value: unknown, path: readonly (string | number)[], by: (old: unknown) => unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return by(value)
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === String(key) ? replaced(item, rest, by) : item))
  const object = value as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, inner]) => {
      if (name !== key) return [[name, inner]]
      const next = replaced(inner, rest, by)
      return next === undefined ? [] : [[name, next]]
    }),
  )
}

const mutations: fc.Arbitrary<(old: unknown) => unknown> = fc.oneof(
  anyJson.map((json) => () => json),
  fc.constant(() => undefined),
  fc.constant((old: unknown) => [old]),
  fc.constant((old: unknown) => ({ value: old })),
  fc.constant((old: unknown) =>
    typeof old === 'object' && old ? { ...old, unheard_of: 1, __proto__x: {} } : String(old),
  ),
  fc.constant((old: unknown) => (Array.isArray(old) ? Array.from({ length: 300 }, () => old[0] ?? null) : [])),
)

/** A value with one to three places of it changed. */
export const mutated = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, fc.array(fc.tuple(fc.nat(), mutations), { minLength: 1, maxLength: 3 })).map(([value, changes]) => {
    let result = value
    for (const [at, change] of changes) {
      const places = placesIn(result)
      result = replaced(result, places[at % places.length]!, change)
    }
    return result
  })

const TYPES = [
  'application/json',
  'text/plain',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'x',
  undefined,
]
const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

/** What no careful client sends: not JSON, not UTF-8, the same key twice, numbers beyond every type, nesting without end. */
const brokenText = (text: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.nat({ max: text.length }).map((at) => Buffer.from(text.slice(0, at))),
    fc
      .nat({ max: text.length })
      .map((at) => Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff, 0xfe, 0xc0])])),
    fc.constant(Buffer.from(text.replace('{', '{"data":1,"__proto__":{"a":1},'))),
    fc.constant(Buffer.from(text.replace(/:\d+/, ':1e999'))),
    fc.constant(Buffer.from(text.replace(/:\d+/, `:${'9'.repeat(400)}`))),
    fc.constant(Buffer.from(text.replace(/:"[^"]*"/, ':"\\ud800\\u0000"'))),
    fc.constant(Buffer.from(`\ufeff${text}`)),
    fc
      .constantFrom('', ' ', 'null', '[]', '{}', '"', '[', '{"data":', 'undefined', "{'a':1}")
      .map((one) => Buffer.from(one)),
    fc
      .constantFrom('['.repeat(100_000), '{"a":'.repeat(50_000), '[{"data":'.repeat(2000))
      .map((one) => Buffer.from(one)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  )

/** Bodies: right ones, ones with faults, and what can't be read at all. `careless` may hold anything where a text may be. */
export const bodiesOf = (right: fc.Arbitrary<unknown>, careless = right): fc.Arbitrary<Body> => {
  const json = fc.oneof(
    { arbitrary: right, weight: 5 },
    { arbitrary: careless, weight: 2 },
    { arbitrary: mutated(right), weight: 3 },
    { arbitrary: anyJson, weight: 1 },
  )
  const asJson = json.map((value) => ({ payload: Buffer.from(textOf(value)), contentType: 'application/json' }))
  const asAnything = fc
    .tuple(json, fc.constantFrom(...TYPES))
    .chain(([value, contentType]) => brokenText(textOf(value)).map((payload) => ({ payload, contentType })))
  return fc.oneof({ arbitrary: asJson, weight: 9 }, { arbitrary: asAnything, weight: 1 })
}
