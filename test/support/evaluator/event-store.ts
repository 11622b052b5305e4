import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Asking, type AskingDeps, ask, type Way } from '../../../src/analyses/asking.ts'
import type { KeptAnswers } from '../../../src/analyses/kept-answers.ts'
import { keepProfiles } from '../../../src/audience/profiles/keep.ts'
import type { ClientEngine } from '../../../src/engine/client-engine.ts'
import { migrate } from '../../../src/engine/migrate.ts'
import { openEngine } from '../../../src/engine/open.ts'
import { sessionKeyOf } from '../../../src/lib/ids.ts'
import { deriveSequences, forgetSequences } from '../../../src/sessions/derive.ts'
import { forgetKept } from '../../../src/sessions/kept-profiles.ts'
import { createPictures, FIRST_PICTURE } from '../../../src/sessions/picture.ts'
import { constant, type Sql, sql, str, time, toText, word } from '../../../src/sql/sql.ts'

/** An event as tests write it; its place in the list is the order in which it came. */
export interface PlainEvent {
  type: 'view' | 'action' | 'server' | 'error'
  /** Of a view or server event its name, of an action what was clicked, of an error its message. */
  name: string
  /** Epoch ms. */
  at: number
  session: string
  user?: string
  /** `usr.anonymous_id`. */
  device?: string
  account?: string
  country?: string
  /** Of an action. */
  frustrations?: readonly string[]
  /** Of a view, ms. */
  loading?: number
  /** Moved to the large tables already; all events of a session alike. */
  settled?: boolean
}

export interface EventStore {
  /** The store then holds these events and no others. */
  fill(events: readonly PlainEvent[]): Promise<void>
  /** Profiles are kept of the settled events, until others are filled in. */
  keepProfiles(): Promise<void>
  /** Settled events of this type from before are dropped, as for their age; what was made of them stays. */
  drop(type: PlainEvent['type'], before: number): Promise<void>
  /** Asks about them as if it were `now`; what sequences or counts answer, of the events too, and both must agree. */
  ask<R>(now: number, work: (asking: Asking) => Promise<R>, known?: Pick<AskingDeps, 'segments' | 'keptMs'>): Promise<R>
  /** Which way such a question takes. */
  way(now: number, work: (asking: Asking) => Promise<unknown>): Promise<Way | undefined>
  close(): Promise<void>
}

/** A chDB of its own with the event tables. */
export const openEventStore = async (): Promise<EventStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'wayworn-events-'))
  const engine = await openEngine({ kind: 'embedded', folder, connections: 1 })
  const store = await eventStoreOn(engine)
  return {
    ...store,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Over the event tables of an engine, whatever they held. */
export const eventStoreOn = async (engine: ClientEngine): Promise<EventStore> => {
  await migrate(engine)
  const store = { read: async () => FIRST_PICTURE, write: async () => {} }
  const pictures = createPictures(store, PICTURE)
  const tag = { tag: 'test' }
  const filled = new Set<string>(['events', 'events_hot'])
  const kept = keptWhileFilled((text) => engine.query(constant(text), tag).then(({ rows }) => rows))
  const empty = (table: string) => engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local(table))}`, tag)
  return {
    async fill(events) {
      kept.forget()
      if (pictures.current().profiles) {
        await forgetKept(engine, pictures)
        await pictures.change(PICTURE)
      }
      for (const table of ['events', 'events_hot'] as const) {
        if (filled.delete(table)) for (const one of HOLDING[table]) await empty(one)
        const lines = events.flatMap((event, i) =>
          Boolean(event.settled) === (table === 'events') ? [JSON.stringify(rowOf(event, i))] : [],
        )
        if (lines.length) filled.add(table)
        await engine.insert(table, lines.join('\n'))
      }
      await empty('identity_links')
      await engine.command(linksOf('events'), tag)
      await engine.command(linksOf('events_hot'), tag)
      await forgetSequences(engine)
      if (filled.has('events')) await deriveSequences(engine, 1n)
    },
    async keepProfiles() {
      kept.forget()
      await keepProfiles({ engine, pictures, clock: Date.now })
      if (!filled.has('events_hot')) await pictures.change({ ...PICTURE, hotFrom: Number.MAX_SAFE_INTEGER })
    },
    async drop(type, before) {
      kept.forget()
      const old = sql`type = ${str(type)} AND date < ${time(before)}`
      const removal = (table: Sql) =>
        sql`DELETE FROM ${table} WHERE ${old} ${constant('SETTINGS lightweight_deletes_sync=2')}`
      await engine.everywhere((local) => removal(word(local('events'))), tag)
    },
    async ask(now, work, known) {
      const deps = { engine, pictures, kept, clock: () => now, ...known }
      const [answer, way] = await ask(deps, tag, async (asking) => [await work(asking), asking.way?.()] as const)
      if (way !== 'events') expect(await ask(deps, { ...tag, way: 'events' }, work)).toEqual(answer)
      return answer
    },
    way: (now, work) =>
      ask({ engine, pictures, clock: () => now }, tag, async (asking) => {
        await work(asking)
        return asking.way?.()
      }),
    close: () => engine.close(),
  }
}

/** Whether there are open sessions is not said, so they are looked for. */
const PICTURE = { ...FIRST_PICTURE, committed: 1n, removed: 1n }

/** What is filled with events as they are inserted. */
const HOLDING = { events: ['events', 'session_users', 'seen_sessions'], events_hot: ['events_hot'] } as const

/** Of so many statements one is run as people are shown it, too. */
const SHOWN_OF = 4

/**
 * Equal statements about the same events are run once: most of what such a test takes is their planning. What is shown
 * for a statement, its values written in, gives the same rows.
 */
const keptWhileFilled = (runShown: (text: string) => Promise<unknown[]>): KeptAnswers & { forget(): void } => {
  const answers = new Map<string, string>()
  let ran = 0
  let filling = 0
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
  const holdShown = async (shown: string, rows: readonly unknown[], isOld: () => boolean) => {
    const told = await runShown(shown)
    if (!isOld()) expect(sorted(told), shown).toEqual(sorted(rows))
  }
  return {
    forget() {
      answers.clear()
      filling += 1
    },
    size: () => answers.size,
    async answer<Row>(statement: Sql, run: (signal: AbortSignal) => Promise<Row[]>) {
      const key = toText(statement)
      const known = answers.get(key)
      if (known !== undefined) return { rows: JSON.parse(known) as Row[], kept: true }
      // Where a question was given up, its other statements may still be asked when the next events come.
      const before = filling
      const isOld = () => before !== filling
      const rows = await run(new AbortController().signal)
      if (!isOld()) answers.set(key, JSON.stringify(rows))
      if (ran++ % SHOWN_OF === 0) await holdShown(key, rows, isOld)
      return { rows, kept: false }
    },
  }
}

/** As the tables' views filled them, without those of events from before. */
const linksOf = (table: 'events' | 'events_hot') =>
  sql`INSERT INTO identity_links (anonymous_id, user_id, first_date, first_arrival)
  SELECT usr_anonymous_id, usr_id, date, arrival FROM ${word(table)} WHERE usr_anonymous_id != '' AND usr_id != ''`

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
  ...(event.type === 'error' ? { error_message: event.name } : {}),
  ...(event.frustrations ? { action_frustration_type: event.frustrations } : {}),
  ...(event.loading === undefined ? {} : { view_loading_time: event.loading * 1e6 }),
  ...(event.user ? { usr_id: event.user } : {}),
  ...(event.device ? { usr_anonymous_id: event.device } : {}),
  ...(event.account ? { account_id: event.account } : {}),
  ...(event.country ? { geo_country: event.country } : {}),
  ...(event.settled ? { batch: '1' } : {}),
  revision: '0',
})
