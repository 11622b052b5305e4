import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { AskingDeps } from '../src/analyses/asking.ts'
import { createHeld } from '../src/analyses/held.ts'
import { createKeptAnswers, type KeptAnswers } from '../src/analyses/kept-answers.ts'
import { keepProfiles } from '../src/audience/profiles/keep.ts'
import { type Catalog, openCatalog } from '../src/catalog/open.ts'
import type { Engine } from '../src/engine/engine.ts'
import { migrate } from '../src/engine/migrate.ts'
import { openEngine } from '../src/engine/open.ts'
import { type Writes, watchWrites } from '../src/engine/watch-writes.ts'
import { recoverPictures } from '../src/sessions/recover.ts'
import { APPLICATION_NAME } from './traffic/columns.ts'
import { multiply, timesIn } from './traffic/copies.ts'
import { fill } from './traffic/fill.ts'
import { eventsASession, type Traffic } from './traffic/visit.ts'

/** A data folder as `wayworn serve --data` has it, filled with made-up events; and what asks it. */
export interface Store {
  engine: Engine
  writes: Writes
  asking: AskingDeps
  kept: KeptAnswers
  /** The time that all events lie in, epoch ms. */
  span: { from: number; to: number }
  sessions: number
  /** Seconds that filling took; undefined if the folder was filled before. */
  filledIn: number | undefined
  close(): Promise<void>
}

export interface StoreOptions {
  folder: string
  events: number
  /** Where the traffic ends, epoch ms. */
  to: number
  /** A third as many people as events. */
  once?: boolean
  say(line: string): void
}

const APPLICATION = { id: 'be9c4a60-51f0-4d0e-8f4e-0d2f6c3a7b15', token: 'pub00000000000000000000000000be9c' }
const DAYS = 60
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** So many are settled as the server settles them; beyond that they are copied. */
const SETTLED_EVENTS = 1_000_000
/** The last copy happens so much later than the original. */
const LATEST_COPY = 6 * HOUR
const LIMITS = { seconds: 600, bytes: 8 * 2 ** 30 }

/** What a folder was filled with first; the rest of it are copies of that. */
interface Filled {
  traffic: Traffic
  batches: number
}

/**
 * Opens the folder, filled as asked for: what is in it already is kept if it is as much, and added to if it is less and
 * was copied.
 */
export const openStore = async ({ folder, events, to, once, say }: StoreOptions): Promise<Store> => {
  const known = await readFilled(folder)
  const { times, traffic: asked } = plan(events, to, once)
  const traffic = known?.traffic ?? asked
  if (
    traffic.sessions !== asked.sessions ||
    traffic.once !== asked.once ||
    (!known && existsSync(path.join(folder, 'events')))
  )
    throw new Error(`${folder} holds ${known ? 'other' : 'unfinished'} data: remove it, or name another with --data`)
  const span = { from: traffic.from, to: traffic.from + DAYS * DAY }
  const catalog = await openCatalog({ folder: path.join(folder, 'catalog'), log: SILENT })
  const opened = await openReady(folder)
  const { engine, writes } = watchWrites(opened)
  const pictures = await recoverPictures(engine, pictureStore(catalog))
  const kept = createKeptAnswers(writes, Date.now)
  const held = createHeld(opened, writes, Date.now)
  const asking = { engine, pictures, held, clock: () => span.to + DAY, limits: LIMITS }
  const close = async () => {
    await engine.close()
    await catalog.close()
  }
  const started = performance.now()
  const since = () => Math.round((performance.now() - started) / 1000)
  if (!known) {
    await catalog.applications.ensure({ ...APPLICATION, name: APPLICATION_NAME })
    const onProgress = ({ share }: { share: number }) => say(`settling: ${Math.floor(100 * share)} %, ${since()} s`)
    await fill({ engine, pictures, traffic, onProgress })
    await catalog.applications.noteFirstEvent(APPLICATION.id, traffic.from)
    await writeFile(markerOf(folder), `${JSON.stringify({ traffic, batches: Number(pictures.current().committed) })}\n`)
  }
  const batches = known ? BigInt(known.batches) : pictures.current().committed
  const already = timesIn(pictures, batches)
  if (already > times) throw new Error(`${folder} holds more events than that: name another with --data`)
  const onProgress = (done: number) => say(`copying: ${done} of ${times - 1}, ${since()} s`)
  if (times > already) await multiply({ engine, pictures, traffic, batches, times, latest: LATEST_COPY, onProgress })
  await keepProfiles({ engine, pictures, clock: () => span.to })
  const filledIn = known && times === already ? undefined : since()
  return { engine, writes, asking, kept, span, sessions: times * traffic.sessions, filledIn, close }
}

const plan = (events: number, to: number, once?: boolean): { times: number; traffic: Traffic } => {
  const times = Math.max(1, Math.round(events / SETTLED_EVENTS))
  const sessions = Math.round(events / times / eventsASession(once))
  const until = times > 1 ? to - LATEST_COPY : to
  const traffic = { applicationId: APPLICATION.id, sessions, from: to - DAYS * DAY, to: until }
  return { traffic: once ? { ...traffic, once } : traffic, times }
}

const openReady = async (folder: string): Promise<Engine> => {
  const engine = await openEngine({ kind: 'embedded', folder: path.join(folder, 'events') })
  await migrate(engine)
  return engine
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

const pictureStore = ({ picture }: Catalog) => ({
  read: picture.read,
  write: async ({ committed, removed, reopened }: { committed: bigint; removed: bigint; reopened: bigint }) => {
    await picture.write({ committed, removed, reopened })
  },
})

/** Written once the first events are all there: a folder without it was not filled. */
const markerOf = (folder: string) => path.join(folder, 'bench.json')

const readFilled = async (folder: string): Promise<Filled | undefined> =>
  existsSync(markerOf(folder)) ? (JSON.parse(await readFile(markerOf(folder), 'utf8')) as Filled) : undefined
