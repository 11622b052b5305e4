import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Asking, ask } from '../../../src/analyses/asking.ts'
import { migrate } from '../../../src/engine/migrate.ts'
import { openEngine } from '../../../src/engine/open.ts'
import { sessionKeyOf } from '../../../src/lib/ids.ts'
import { createPictures, FIRST_PICTURE } from '../../../src/sessions/picture.ts'
import { sql } from '../../../src/sql/sql.ts'

/** An event as tests write it; its place in the list is the order in which it came. */
export interface PlainEvent {
  type: 'view' | 'action' | 'server'
  /** Of a view or server event its name, of an action what was clicked. */
  name: string
  /** Epoch ms. */
  at: number
  session: string
  user?: string
  account?: string
  country?: string
  /** Moved to the large tables already; all events of a session alike. */
  settled?: boolean
}

export interface EventStore {
  /** The store then holds these events and no others. */
  fill(events: readonly PlainEvent[]): Promise<void>
  /** Asks about them as if it were `now`. */
  ask<R>(now: number, work: (asking: Asking) => Promise<R>): Promise<R>
  close(): Promise<void>
}

/** A chDB of its own with the event tables. */
export const openEventStore = async (): Promise<EventStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'wayworn-events-'))
  const engine = await openEngine({ kind: 'embedded', folder, connections: 1 })
  await migrate(engine)
  const store = { read: async () => FIRST_PICTURE, write: async () => {} }
  const pictures = createPictures(store, { ...FIRST_PICTURE, committed: 1n, removed: 1n })
  const tag = { tag: 'test' }
  const filled = new Set<string>()
  return {
    async fill(events) {
      for (const table of ['events', 'events_hot'] as const) {
        if (filled.delete(table))
          await engine.command(table === 'events' ? sql`TRUNCATE TABLE events` : sql`TRUNCATE TABLE events_hot`, tag)
        const lines = events.flatMap((event, i) =>
          Boolean(event.settled) === (table === 'events') ? [JSON.stringify(rowOf(event, i))] : [],
        )
        if (lines.length) filled.add(table)
        await engine.insert(table, lines.join('\n'))
      }
    },
    ask: (now, work) => ask({ engine, pictures, clock: () => now }, tag, work),
    async close() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const rowOf = (event: PlainEvent, arrival: number) => ({
  session_key: sessionKeyOf('app', event.session, String(arrival)),
  application_id: 'app',
  session_id: event.session,
  event_id: String(arrival),
  arrival: String(arrival),
  type: event.type,
  date: new Date(event.at).toISOString().replace('T', ' ').replace('Z', ''),
  ...(event.type === 'view' ? { view_name: event.name } : {}),
  ...(event.type === 'action' ? { action_name: `click on ${event.name}`, action_target_name: event.name } : {}),
  ...(event.type === 'server' ? { event_name: event.name } : {}),
  ...(event.user ? { usr_id: event.user } : {}),
  ...(event.account ? { account_id: event.account } : {}),
  ...(event.country ? { geo_country: event.country } : {}),
  ...(event.settled ? { batch: '1' } : {}),
  revision: '0',
})
