import fc from 'fast-check'
import { type Names, nastyNumber, nastyText } from './pools.ts'

/** The part of JSON Schema that our OpenAPI document uses. */
export interface Schema {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema | boolean
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  maxLength?: number
  pattern?: string
  $ref?: string
  $defs?: Record<string, Schema>
}

const MOST_ITEMS = 3
const DEEPEST = 14

/** How values are made: of a `careful` one every text and number fits, as far as the schema and the names tell. */
export interface Making {
  careful: boolean
  names: Names
  root: Schema
}

/** Values that a schema allows, or nearly. */
export const ofSchema = (root: Schema, names: Names, careful: boolean): fc.Arbitrary<unknown> =>
  ofPart(root, { careful, names, root }, 0)

const ofPart = (schema: Schema, making: Making, depth: number): fc.Arbitrary<unknown> => {
  if (depth > DEEPEST) return fc.constant(null)
  const inner = (one: Schema) => ofPart(one, making, depth + 1)
  if (schema.$ref) return inner(resolved(schema.$ref, making.root))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map(inner))
  if (schema.allOf) return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...parts))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) return ofObject(schema, making, inner)
  if (type === 'array') return ofArray(schema, inner)
  return ofLeaf(schema, type, making.careful)
}

const ofArray = ({ items, minItems = 0 }: Schema, inner: (one: Schema) => fc.Arbitrary<unknown>) =>
  fc.array(typeof items === 'object' ? inner(items) : fc.jsonValue({ maxDepth: 1 }), {
    minLength: Math.min(minItems, 20),
    maxLength: Math.max(MOST_ITEMS, minItems),
  })

const ofLeaf = (schema: Schema, type: string | undefined, careful: boolean): fc.Arbitrary<unknown> => {
  if (type === 'integer') return ofInteger(schema)
  if (type === 'number') return careful ? ofInteger(schema) : fc.oneof(ofInteger(schema), nastyNumber)
  if (type === 'boolean') return fc.boolean()
  if (type === 'string') {
    const right = schema.pattern ? matching(schema.pattern) : fc.constantFrom('a', 'b', 'some text')
    return careful ? right : fc.oneof(right, nastyText)
  }
  return careful ? fc.constant(undefined) : fc.jsonValue({ maxDepth: 2 })
}

const ofObject = (schema: Schema, { careful, names }: Making, inner: (one: Schema) => fc.Arbitrary<unknown>) => {
  const { properties = {}, required = [] } = schema
  const known: Record<string, fc.Arbitrary<unknown>> = {}
  for (const [name, property] of Object.entries(properties)) {
    const plain = inner(property)
    const { right, nasty } = names
    const named = isLeaf(property) ? right[name] : undefined
    if (!named) known[name] = plain
    else known[name] = careful ? named : fc.oneof({ arbitrary: named, weight: 4 }, plain, nasty[name] ?? nastyText)
  }
  const always = new Set([...required, ...(careful ? ALWAYS : [])])
  for (const [name, arbitrary] of Object.entries(known))
    if (!always.has(name)) known[name] = fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, arbitrary)
  const fields = fc.record(known)
  const more = schema.additionalProperties
  if (typeof more !== 'object' || Object.keys(properties).length > 0) return fields
  return fc.record({ A: inner(more), B: inner(more), C: inner(more) }, { requiredKeys: ['A', 'B'] })
}

/** Fields without which little can be asked, although a schema may do without. */
const ALWAYS = ['from', 'to', 'query']

/** A text, a number, or a list of those. */
const isLeaf = ({ type, items, anyOf, $ref, enum: of }: Schema): boolean => {
  if ($ref || of || type === 'object') return false
  if (type === 'array') return typeof items === 'object' && isLeaf(items)
  return anyOf ? anyOf.every(isLeaf) : type !== undefined
}

const ofInteger = ({ minimum = -1000, maximum = 1000 }: Schema): fc.Arbitrary<number> => {
  const low = Math.max(minimum, -(2 ** 53) + 1)
  const high = Math.min(maximum, 2 ** 53 - 1)
  return fc.oneof(
    { arbitrary: fc.integer({ min: low, max: Math.min(high, low + 50) }), weight: 6 },
    fc.constantFrom(low, high),
  )
}

/** Patterns that the generator can't follow give any text. */
const matching = (pattern: string): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(pattern))
  } catch {
    return nastyText
  }
}

const resolved = (ref: string, root: Schema): Schema => {
  let found: unknown = root
  for (const part of ref.replace(/^#\/?/, '').split('/').filter(Boolean))
    found = (found as Record<string, unknown>)?.[part]
  return (found as Schema | undefined) ?? {}
}
