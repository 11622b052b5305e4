import fc from 'fast-check'
import { parseEvent } from '../lines.ts'
import { normaliseRow } from '../normalise.ts'
import type { Row } from '../row.ts'
import type { Envelope, EventRow } from '../shapes.ts'

const envelope: Envelope = {
  receivedAt: Date.UTC(2026, 10, 22),
  application: { id: 'app', name: 'Shop' },
  skewMs: 0,
  sdkVersion: '',
  tags: '',
  agent: {},
  place: null,
}
const base = '"type":"action","date":1795314360446,"application":{"id":"app"},"session":{"id":"s"},"view":{"id":"v"}'

/** An action with this context. */
export const rowOf = (context: string, id: string): EventRow => partOf(context, id).toJSON()

export const partOf = (context: string, id: string): Row => {
  const line = parseEvent(`{${base},"action":{"id":${JSON.stringify(id)}},"context":${context}}`)
  if ('fault' in line) throw new Error(line.fault.detail)
  return normaliseRow(line.event, envelope)
}

/** Contexts that have broken something somewhere, each with its name. */
export const HOSTILE: [string, string][] = [
  ['dotted keys that meet', '{"a":{"b":1},"a.b":2,"a":{"b":3}}'],
  ['a value and an object under one name', '{"a":1,"a.b":2}'],
  [
    'an object, then dots, then a list of objects',
    '{"a":{"b":{"c":1}},"a.b":{"c":2},"a.b.c":[{"d":1}],"x":[{"y":1}],"x.y":2}',
  ],
  ['prototype names', '{"__proto__":{"x":1},"constructor":{"prototype":{"y":2}},"toString":3,"hasOwnProperty":"h"}'],
  ['empty keys', '{"":1,"a":{"":{"":2}},".":3,"..":4,"a.":5,".a":6}'],
  ['keys with odd characters', '{"a b":1,"a`b":2,"a\'b\\"":3,"\\u0000":4,"\\n":5,"😀":6,"null":7,"\\ud800":8}'],
  [
    'large numbers',
    '{"a":9223372036854775807,"b":9223372036854775808,"c":18446744073709551616,"d":-1e308,"e":1e999,"f":-1e999,"g":1e-320}',
  ],
  [
    'lists of several types',
    '{"a":[1,"b",null,true,{"c":[1,[2,"x"]]}],"b":[[1,2],["x"]],"c":[],"d":[null],"e":[1e999,1],"f":[{}],"g":[1,2.5]}',
  ],
  ['deep lists', `{"a":${'['.repeat(28)}1${']'.repeat(28)}}`],
  ['deep objects', `{"a":${'{"b":'.repeat(28)}1${'}'.repeat(28)}}`],
  ['NUL and broken Unicode', '{"a":"x\\u0000y","b":"\\ud800","c":["\\udfff"]}'],
  ['dates and numbers in strings', '{"a":"2024-01-01","b":"2024-01-01 10:00:00","c":"12","d":"true","e":"NaN"}'],
  ['numbers that change type', '{"a":1.5,"b":true,"c":"s"}'],
]

export const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string({ maxLength: 5 }), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt().map(Number)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'b.a', '', '.', '__proto__', 'c d'), tie('value'), { maxKeys: 5 }),
  ),
})).value

/** JSON texts of made-up contexts, the same each time. */
export const anyContexts = (count: number): string[] =>
  fc
    .sample(fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'a.b.a', '', '__proto__'), anyValue), {
      numRuns: count,
      seed: 7,
    })
    .map((context) => JSON.stringify(context))
