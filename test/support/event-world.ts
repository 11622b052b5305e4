import { type Asking, type AskingDeps, ask } from '../../src/analyses/asking.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { migrate } from '../../src/engine/migrate.ts'
import { type Batch, createBatch } from '../../src/intake/batch.ts'
import { createFresh } from '../../src/intake/fresh.ts'
import { type Loading, loadOnce } from '../../src/intake/load.ts'
import { arrivalOf } from '../../src/intake/log-lines.ts'
import { linesRecord } from '../../src/intake/log-record.ts'
import { normaliseRow } from '../../src/intake/normalise.ts'
import { createOpenSessions } from '../../src/intake/open-sessions.ts'
import { dateText, type Envelope, type JsonObject } from '../../src/intake/shapes.ts'
import { createViewsInPieces } from '../../src/intake/views-in-pieces.ts'
import { createMutex } from '../../src/lib/mutex.ts'
import { FIRST_PICTURE, type PictureStore } from '../../src/sessions/picture.ts'
import { recoverPictures } from '../../src/sessions/recover.ts'
import type { Settling } from '../../src/sessions/settle.ts'
import { constant } from '../../src/sql/sql.ts'
import { type Counted, createLedger } from './evaluator/ledger.ts'
import { withSessions } from './evaluator/sessions.ts'

/** One event as an SDK or a backend sent it, with what its request told. */
export interface Sent {
  event: JsonObject
  envelope: Envelope
}

/** The way of events from the log to the questions, over one engine, and beside it the truth. */
export interface EventWorld {
  readonly asking: AskingDeps
  readonly loading: Loading
  readonly settling: Settling
  /** Logs what was sent as one record, without loading it. */
  log(sent: readonly Sent[]): void
  /** Loads what is logged; `true` if that was all. */
  load(): Promise<boolean>
  ask<R>(work: (asking: Asking) => Promise<R>): Promise<R>
  /** Everything that can be asked for, as of `now`. */
  truth(): Counted[]
  /** Milliseconds; the product's clock and the evaluator's. */
  now: number
}

const TABLES = [
  ...['events', 'events_hot', 'session_index', 'superseded', 'view_documents'],
  ...['event_kinds', 'sequences', 'sequenced_batches', 'facet_values', 'faceted_batches', 'attribute_days'],
  ...['kept_profiles', 'profile_generations'],
  ...['identity_links', 'seen_sessions', 'seen_custom', 'session_users', 'erased', 'segment_members'],
  ...['replay_segments', 'replay_kept'],
]

export const emptyTables = async (engine: ClientEngine): Promise<void> => {
  await migrate(engine)
  for (const table of TABLES)
    await engine.everywhere((local) => constant(`TRUNCATE TABLE ${local(table)}`), { tag: 'test' })
}

/** What survives a crash: the log, how far it was loaded, and the picture. */
export const createDisk = () => {
  const records: { sequence: bigint; payload: Buffer }[] = []
  let position = 0n
  let { superseded: _, ...picture } = FIRST_PICTURE
  const ledger = createLedger()
  const log: Loading['log'] & { append(payload: Buffer): Promise<bigint>; length(): number } = {
    length: () => records.length,
    async append(payload) {
      const sequence = BigInt(records.length + 1)
      records.push({ sequence, payload })
      payload
        .toString()
        .split('\n')
        .forEach((line, index) => {
          if (line) ledger.add(line, arrivalOf(sequence, index))
        })
      return sequence
    },
    read: async (after, maxBytes) => {
      const next = records.filter((record) => record.sequence > after)
      let bytes = 0
      return next.filter((record, i) => {
        bytes += record.payload.length
        return i === 0 || bytes <= maxBytes
      })
    },
    waitFor: async () => {},
    position: () => position,
    advance: async (to) => {
      position = to
    },
  }
  const store: PictureStore = {
    read: async () => picture,
    write: async ({ committed, removed, reopened }) => {
      picture = { committed, removed, reopened }
    },
  }
  return { log, store, ledger }
}
export type Disk = ReturnType<typeof createDisk>

const fail = (error: Error) => {
  throw error
}

/** A process that starts on this disk: what an earlier one left half done is cleared. */
export const startWorld = async (engine: Engine, disk: Disk, now: number, store = disk.store): Promise<EventWorld> => {
  const pictures = await recoverPictures(engine, store)
  const exclusive = createMutex()
  const sessions = createOpenSessions(engine, pictures)
  const clock = () => world.now
  const pieces = createViewsInPieces(engine)
  const fresh = createFresh(disk.log, fail)
  // Of what one process has logged, all or nothing stays in memory until it is loaded.
  const remembers = disk.log.length() % 2 === 0
  const loading: Loading = { log: disk.log, fresh, engine, exclusive, sessions, pieces, onTrouble: () => {}, clock }
  const asking: AskingDeps = { engine, pictures, clock }
  const world: EventWorld = {
    now,
    asking,
    loading,
    settling: {
      engine,
      pictures,
      exclusive,
      watchLoads: () => sessions.watch(),
      left: (keys) => sessions.left(keys),
      clock,
    },
    log: (sent) => {
      const batch = batchOf(sent, now)
      void (remembers ? fresh.append(linesRecord(batch)!, batch.parts) : disk.log.append(linesRecord(batch)!))
    },
    load: async () => (await loadOnce(loading)) === 0,
    ask: (work) => ask(asking, { tag: 'test' }, work),
    truth: () => withSessions(disk.ledger.counted(), Math.floor(world.now / 60_000) * 60_000),
  }
  return world
}

const batchOf = (sent: readonly Sent[], receivedAt: number): Batch => {
  const batch = createBatch({ applicationId: sent[0]!.envelope.application.id, track: 'rum', receivedAt })
  for (const { event, envelope } of sent) {
    if (event.type === 'view' || event.type === 'view_update') {
      const { session, view, _dd } = event as { session: { id: string }; view: { id: string }; _dd: JsonObject }
      batch.document({
        application_id: envelope.application.id,
        session_id: session.id,
        view_id: view.id,
        document_version: _dd.document_version as number,
        kind: event.type,
        source: 'browser',
        event: JSON.stringify(event),
        envelope: JSON.stringify(envelope),
        received_at: dateText(envelope.receivedAt),
      })
    }
    if (event.type !== 'view_update') batch.event(normaliseRow(event, envelope))
  }
  batch.close()
  return batch
}
