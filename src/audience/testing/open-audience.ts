import { openHome, startHome } from '../../../test/support/homes.ts'
import { createHeld } from '../../analyses/held.ts'
import type { Home } from '../../engine/engine.ts'
import { migrate } from '../../engine/migrate.ts'
import { watchWrites } from '../../engine/watch-writes.ts'
import { sessionKeyOf } from '../../lib/ids.ts'
import type { Scope } from '../../query/source.ts'
import { hotEvents } from '../../sessions/hot-rows.ts'
import { FIRST_PICTURE } from '../../sessions/picture.ts'
import { writeBatch } from '../../sessions/settle.ts'
import { type Sql, sql, word } from '../../sql/sql.ts'
import type { Asks } from '../entity.ts'

/** One event: columns of the event tables by name; the date in epoch ms. */
export interface TestEvent {
  at: number
  [column: string]: unknown
}

export const NOW = Date.UTC(2026, 10, 22, 12)

/** An engine with the product's tables, to put events into as the loader would. Every other time sets are read from where they are held. */
export const openAudience = async (kind: Home = 'embedded') => {
  const home = await startHome(kind)
  const opened = await openHome(home)
  await migrate(opened)
  const { engine, writes } = watchWrites(opened)
  const held = createHeld(opened, writes, () => NOW, 1)
  let arrival = 0
  let picture = FIRST_PICTURE
  let asked = 0
  const run = <Row>(statement: Sql): Promise<Row[]> => {
    const now = async (told: Sql) => (await engine.query<Row>(told, { tag: 'audience-test' })).rows
    return ++asked % 2 ? now(statement) : held.reading(statement, now)
  }
  const asks: Asks = {
    scope: (from, to): Scope => ({ from, to, picture, nowMs: NOW }),
    run,
  }
  return {
    engine,
    asks,
    /** In the order in which they are taken in. */
    insert: (events: readonly TestEvent[]) =>
      engine.insert('events_hot', events.map((event) => JSON.stringify(rowOf(event, ++arrival))).join('\n')),
    /** Settles the half of the sessions whose number is even, as one batch. */
    settleHalf: async () => {
      await writeBatch(engine, [hotEvents(picture, sql`session_key % 2 = 0`)], 1n, NOW)
      picture = { ...picture, committed: 1n }
    },
    clear: async () => {
      picture = FIRST_PICTURE
      for (const table of [...FILLED, 'events_hot', 'identity_links', 'segment_members'])
        await engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local(table))}`, { tag: 'audience-test' })
    },
    close: async () => {
      await engine.close()
      await home.stop()
    },
  }
}

/** By settling. */
const FILLED = [
  'events',
  'session_index',
  'sequences',
  'sequenced_batches',
  'seen_sessions',
  'session_users',
  'seen_custom',
  'facet_values',
]

const rowOf = ({ at, ...columns }: TestEvent, arrival: number) => {
  const row: Record<string, unknown> = { application_id: 'app', session_id: '', event_id: `e${arrival}`, ...columns }
  const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '')
  const key = sessionKeyOf(String(row.application_id), String(row.session_id), String(row.event_id))
  return { session_key: key, arrival, date: time, received_at: time, revision: '0', ...row }
}
