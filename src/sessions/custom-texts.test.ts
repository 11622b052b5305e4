import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHome, startHome, type TestHome } from '../../test/support/homes.ts'
import type { ClientEngine } from '../engine/client-engine.ts'
import { constant, sql, word } from '../sql/sql.ts'
import { customTexts, unpackedTexts } from './custom-texts.ts'

const TAG = { tag: 'test' }
const VALUES: [value: unknown, texts: string[]][] = [
  ['plain', ['plain']],
  ['', []],
  ['\u0001', ['\u0001']],
  ['\u0001["a","b"]', ['\u0001["a","b"]']],
  ["it's \\' and \u0000 and \u{1F6D2}", ["it's \\' and \u0000 and \u{1F6D2}"]],
  [41, ['41']],
  [-2.5, ['-2.5']],
  [true, ['true']],
  [undefined, []],
  [[], []],
  [
    ['a', '', '"b"', '\u0001', 'ü\n'],
    ['a', '"b"', '\u0001', 'ü\n'],
  ],
  [
    [1, 2],
    ['1', '2'],
  ],
  [
    ['a', 1, 2.5, false],
    ['a', '1', '2.5', 'false'],
  ],
]

let home: TestHome
let engine: ClientEngine
beforeAll(async () => {
  home = await startHome('embedded')
  engine = await openHome(home)
  await engine.command(sql`CREATE TABLE texts (n UInt32, custom JSON) ENGINE = MergeTree ORDER BY n`, TAG)
})
afterAll(async () => {
  await engine?.close()
  await home?.stop()
})

test('whatever a path holds, its texts come out of the one they are packed into', async () => {
  await engine.insert('texts', VALUES.map(([x], n) => JSON.stringify({ n, custom: { x } })).join('\n'))
  const { texts, packed } = customTexts(word('x'))
  const { rows } = await engine.query<{ texts: string[]; unpacked: string[] }>(
    sql`SELECT ${texts} AS texts, arrayFilter(x -> x != '', ${unpackedTexts(packed)}) AS unpacked
FROM (SELECT n, custom.${constant('x')} AS x FROM texts) ORDER BY n`,
    TAG,
  )
  expect(rows).toEqual(VALUES.map(([, own]) => ({ texts: own, unpacked: own })))
})
