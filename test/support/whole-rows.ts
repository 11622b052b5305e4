import type { Asking } from '../../src/analyses/asking.ts'
import { ATTRIBUTES, EVENT_TYPES } from '../../src/model/attribute.ts'
import { createFields } from '../../src/query/field.ts'
import { eventSource } from '../../src/query/source.ts'
import { sql } from '../../src/sql/sql.ts'
import type { Counted } from './evaluator/ledger.ts'
import { msOf } from './evaluator/sessions.ts'

const EVER = [0, 4_000_000_000_000] as const

/** Attributes that tell sessions, versions and users apart: enough to see whether something is missing or there twice. */
export const TELLING: readonly string[] = [
  ...ATTRIBUTES.filter((a) => a.level === 'session').map((a) => a.path),
  ...[
    'type',
    'date',
    'application.id',
    'session.id',
    'view.name',
    'view.time_spent',
    'usr.id',
    'action.frustration.type',
  ],
]
export const ALL_PATHS: readonly string[] = ATTRIBUTES.map((a) => a.path)

/** Everything that a question can see, one text a row, in an order of its own: for comparing all of it. */
export const wholeRows = async (asking: Asking, paths = TELLING): Promise<string[]> => {
  const fields = createFields()
  for (const path of paths) fields.of(path)
  const own = [sql`event_id`, sql`toString(arrival) AS came`, sql`custom`, sql`more`]
  const source = eventSource(
    { ...asking.scope(...EVER), identity: 'as_sent' },
    { fields: fields.all(), types: EVENT_TYPES, own },
  )
  const rows = await asking.run<Record<string, unknown>>(
    sql`SELECT *, toUnixTimestamp64Milli(date) AS ms FROM (${source})`,
  )
  return rows
    .map((row) =>
      plain({ ...row, date: row.ms }, String(row.came), flat(row.custom as object), String(row.more), paths),
    )
    .sort()
}

/** The same of the evaluator's rows. */
export const wholeTruth = (counted: readonly Counted[], paths = TELLING): string[] =>
  counted
    .map(({ row, arrival }) => plain({ ...row, date: msOf(row.date) }, String(arrival), row.custom, row.more, paths))
    .sort()

const plain = (
  row: Record<string, unknown>,
  arrival: string,
  custom: object,
  more: string,
  paths: readonly string[],
) => {
  const there = ATTRIBUTES.flatMap(({ path, column }) => {
    if (!paths.includes(path)) return []
    const value = row[column]
    const none = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
    return none ? [] : [[path, value]]
  })
  const kept = Object.entries(custom).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([row.event_id, arrival, Object.fromEntries(there), kept, more])
}

/** `{a: {b: 1}}` → `{'a.b': 1}`. */
const flat = (tree: object, prefix = ''): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      Object.assign(out, flat(value, `${prefix}${key}.`))
    else if (value !== null) out[prefix + key] = value
  }
  return out
}
