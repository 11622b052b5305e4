import { constant, type Sql, sql, str, word } from '../sql/sql.ts'
import type { Engine } from './engine.ts'
import { FACET_TYPES } from './schema/0010-facet-values.ts'

/** Days that each type of event, and recordings, are kept. */
export type Retention = Readonly<Record<string, number>>

const TAG = { tag: 'retention', lane: 'background' as const, limits: { seconds: 600 } }

/** Whether all that sequences are made of is kept equally long: if not, older sequences lack what is still there. */
export const keepsSequences = (retention: Retention): boolean =>
  new Set(SEQUENCED.map((type) => retention[type])).size === 1

/** How long each type of event is kept, ms. */
export const keptMs = ({ replay: _, ...types }: Retention): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(types).map(([type, days]) => [type, 86_400_000 * days]))

/** What sequences are made of. A row goes once its last event is older than the first of these is kept. */
const SEQUENCED = ['view', 'action', 'server']

/**
 * Has the engine drop what is older than its type is kept: in the background, with its merges. Safe to repeat; does
 * nothing where the same days are in force. `replay` speaks of recordings, every other name of a type of event.
 */
export const applyRetention = async (engine: Engine, { replay, ...types }: Retention): Promise<void> => {
  const ofTypes = Object.entries(types)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, days]) => `toDateTime(date) + INTERVAL ${whole(days)} DAY DELETE WHERE type = '${plain(type)}'`)
  await modify(engine, 'events', ofTypes.join(', '))
  const shortest = Math.min(...SEQUENCED.map((type) => types[type] ?? Number.POSITIVE_INFINITY))
  if (Number.isFinite(shortest))
    await modify(engine, 'sequences', `toDateTime(last) + INTERVAL ${whole(shortest)} DAY DELETE`)
  // What sessions are known to hold stays as long as any of their events may.
  const longest = whole(Math.max(...Object.values(types)))
  for (const table of ['seen_sessions', 'seen_custom'])
    await modify(engine, table, `toDateTime(last_date) + INTERVAL ${longest} DAY DELETE`)
  await modify(engine, 'session_users', `toDateTime(last) + INTERVAL ${longest} DAY DELETE`)
  await modify(engine, 'attribute_days', `day + INTERVAL ${longest + 1} DAY DELETE`)
  const countsKept = Math.max(...FACET_TYPES.map((type) => types[type] ?? 0))
  if (countsKept) await modify(engine, 'facet_values', `day + INTERVAL ${whole(countsKept + 1)} DAY DELETE`)
  if (replay === undefined) return
  for (const table of ['replay_segments', 'replay_images']) {
    await modify(engine, table, `toDateTime(received_at) + INTERVAL ${whole(replay)} DAY DELETE`)
  }
}

/** The rule in force is noted as the table's comment: changing it makes the engine look at every part again. */
const modify = async (engine: Engine, table: string, rule: string): Promise<void> => {
  const name = engine.home === 'cluster' ? `${table}_local` : table
  const { rows } = await engine.query<{ comment: string }>(
    sql`SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = ${str(name)}`,
    TAG,
  )
  if (rows[0]?.comment === rule) return
  const alter = (of: Sql) => engine.everywhere((local) => sql`ALTER TABLE ${word(local(table))} ${of}`, TAG)
  await alter(constant(`MODIFY TTL ${rule}`))
  await alter(constant(`MODIFY COMMENT '${rule.replaceAll("'", "''")}'`))
}

const whole = (days: number): number => {
  if (Number.isInteger(days) && days > 0) return days
  throw new TypeError(`${days} is no number of days`)
}

const plain = (type: string): string => {
  if (/^[a-z_]+$/.test(type)) return type
  throw new TypeError(`«${type}» is no type of event`)
}
