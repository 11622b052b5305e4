import { expect, test } from 'vitest'
import { ATTRIBUTES, type Storage } from '../../model/attribute.ts'
import { ALL_COLUMNS } from '../../sessions/hot-rows.ts'
import { KIND_ATTRIBUTES, STRETCH_ATTRIBUTES, WHOLE_SESSION_ATTRIBUTES } from '../../sessions/sequence-columns.ts'
import { events } from './0001-events.ts'
import { sequences } from './0004-sequences.ts'
import { dialectOf } from './dialect.ts'

const TYPES: Record<Storage, RegExp> = {
  enum: /^LowCardinality\(String\)$/,
  text: /^String$/,
  int: /^Nullable\(Int64\)$/,
  float: /^Nullable\(Float64\)$/,
  bool: /^Nullable\(Bool\)$/,
  list: /^Array\((LowCardinality\()?String\)?\)$/,
  time: /^DateTime64\(3, 'UTC'\)$/,
}

/** Column and type of each line of a CREATE TABLE. */
const columnsOf = (table: string): Map<string, string> => {
  const statements = [...events(dialectOf({})), ...sequences(dialectOf({}))]
  const statement = statements.find((text) => text.includes(`EXISTS ${table} (`))!
  const lines = statement.slice(statement.indexOf('(') + 1).split('\n')
  const found = lines.flatMap((line) => {
    const match = /^ {2}(?!INDEX)(\w+) (.+?)( CODEC.*| MATERIALIZED.*)?,?$/.exec(line)
    return match ? [[match[1]!, match[2]!] as const] : []
  })
  return new Map(found)
}

test.each([
  ['events', ['batch']],
  ['events_hot', ['reopened', 'rank']],
])('%s has a column for each attribute, its own columns, and no other', (table, own) => {
  const columns = columnsOf(table)
  for (const { column, storage } of ATTRIBUTES)
    expect([column, columns.get(column)]).toEqual([column, expect.stringMatching(TYPES[storage])])
  expect([...columns.keys()].sort()).toEqual([...ALL_COLUMNS, ...own].sort())
})

test.each([
  ['event_kinds', KIND_ATTRIBUTES],
  ['sequences', [...STRETCH_ATTRIBUTES, ...WHOLE_SESSION_ATTRIBUTES]],
])('%s has a column for each attribute that it carries', (table, carried) => {
  const columns = columnsOf(table)
  for (const { column, storage } of carried)
    expect([column, columns.get(column)]).toEqual([column, expect.stringMatching(TYPES[storage])])
})

test('no two attributes share a path or a column', () => {
  expect(new Set(ATTRIBUTES.map((a) => a.path)).size).toBe(ATTRIBUTES.length)
  expect(new Set(ATTRIBUTES.map((a) => a.column)).size).toBe(ATTRIBUTES.length)
})
