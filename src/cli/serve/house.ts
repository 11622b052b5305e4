import { collectDefaultMetrics, Registry } from 'prom-client'
import type { AskingDeps } from '../../analyses/asking.ts'
import { createHeld } from '../../analyses/held.ts'
import type { HeldSets } from '../../analyses/held-sets.ts'
import { createKeptAnswers, type KeptAnswers } from '../../analyses/kept-answers.ts'
import type { Log } from '../../api/app.ts'
import type { FindSegment } from '../../audience/segments/resolve.ts'
import { type Catalog, openCatalog } from '../../catalog/open.ts'
import type { Engine } from '../../engine/engine.ts'
import { migrate } from '../../engine/migrate.ts'
import { openEngine } from '../../engine/open.ts'
import { applyRetention, keepsSequences, keptMs, type Retention } from '../../engine/retention.ts'
import { watchWrites } from '../../engine/watch-writes.ts'
import { openPlaces, type Places } from '../../intake/enrich/place.ts'
import { createFresh, type Fresh } from '../../intake/fresh.ts'
import { createLoads, type Loads } from '../../intake/loads.ts'
import { type IntakeLog, openIntakeLog } from '../../intake/log/intake-log.ts'
import { createOpenSessions } from '../../intake/open-sessions.ts'
import { WaywornError } from '../../lib/errors.ts'
import { createMutex } from '../../lib/mutex.ts'
import { openTombstones } from '../../sessions/erase/tombstones.ts'
import type { Pictures } from '../../sessions/picture.ts'
import { recoverPictures } from '../../sessions/recover.ts'
import type { Config } from '../config.ts'
import { dataFolders } from '../data-folders.ts'
import { ensureDemoApplication } from './demo.ts'
import { engineAddress } from './engine-address.ts'
import { startWork, type Work } from './work.ts'

/** Everything that a running server has open. What is not yet open is undefined. */
export interface House {
  readonly config: Config
  readonly log: Log
  readonly metrics: Registry
  readonly intakeLog: IntakeLog
  /** What of it is still in memory; all appends go through it. */
  readonly fresh: Fresh
  /** What the loader has loaded since the start. */
  readonly loads: Loads
  catalog: Catalog | undefined
  engine: Engine | undefined
  pictures: Pictures | undefined
  kept: KeptAnswers | undefined
  held: HeldSets | undefined
  places: Places | undefined
  work: Work | undefined
  /** Why it is not ready, in a sentence; undefined when it is. */
  waitsFor: string | undefined
  asking(): AskingDeps
  /** Has the engine keep each type of event for so long from now on. */
  retain(retention: Retention): Promise<void>
  close(): Promise<void>
}

/** Opens what must be there at once; the rest with `furnish`. Throws data_folder_taken or data_folder_unusable. */
export const openHouse = async (config: Config, log: Log): Promise<House> => {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const intakeLog = await openIntakeLog({
    folder: dataFolders(config.data).log,
    ...(config.logLimit ? { limits: { totalBytes: config.logLimit } } : {}),
    log: (text, details) => log.warn(details, text),
  })
  let way: AskingDeps['way']
  let ages: Pick<AskingDeps, 'keptMs'> = {}
  const house: House = {
    config,
    log,
    metrics,
    intakeLog,
    fresh: createFresh(intakeLog, (error) => log.error({ reason: error.message }, 'Events are loaded from the log')),
    loads: createLoads(),
    catalog: undefined,
    engine: undefined,
    pictures: undefined,
    kept: undefined,
    held: undefined,
    places: undefined,
    work: undefined,
    waitsFor: 'It is starting',
    asking() {
      const { engine, pictures, kept, held } = house
      if (!engine || !pictures || !kept || !held)
        throw new WaywornError('unavailable', { reason: house.waitsFor ?? 'The engine is not open' })
      const limits = { seconds: config.querySeconds, bytes: config.queryMemory }
      const segments: FindSegment = async (id) => house.catalog?.segments.find(id)
      const imported = () => house.catalog?.imports.known() ?? []
      const labels = () => house.catalog?.labelledActions.known() ?? []
      return {
        engine,
        pictures,
        clock: Date.now,
        limits,
        kept,
        held,
        segments,
        labels,
        imported,
        ...ages,
        ...(way ? { way } : {}),
      }
    },
    async retain(retention) {
      way = keepsSequences(retention) ? undefined : 'events'
      ages = { keptMs: keptMs(retention) }
      await applyRetention(house.asking().engine, retention)
    },
    async close() {
      await house.work?.stop()
      await intakeLog.close()
      await house.engine?.close()
      await house.catalog?.close()
    },
  }
  return house
}

/** Opens the catalog and the engine, waiting for those that are away, and starts the work in the background. */
export const furnish = async (house: House, signal: AbortSignal): Promise<void> => {
  const { config, log } = house
  house.places = await openPlaces({ file: config.placesFile })
  house.catalog = await patiently(house, signal, () =>
    openCatalog({ url: config.postgresUrl, folder: dataFolders(config.data).catalog, log }),
  )
  await makeConfigured(house.catalog, config)
  if (config.demo) await ensureDemoApplication(house.catalog)
  const opened = await patiently(house, signal, () => openReady(config))
  const { engine, writes } = watchWrites(opened)
  house.engine = engine
  house.kept = createKeptAnswers(writes, Date.now)
  house.held = createHeld(opened, writes, Date.now)
  house.pictures = await recoverPictures(engine, {
    read: house.catalog.picture.read,
    write: async ({ committed, removed, reopened }) => {
      await house.catalog!.picture.write({ committed, removed, reopened })
    },
  })
  await house.retain(await house.catalog.settings.read('retention'))
  const exclusive = createMutex()
  const sessions = createOpenSessions(engine, house.pictures)
  const tombstones = await openTombstones(engine)
  house.work = startWork({ house, engine, pictures: house.pictures, exclusive, sessions, tombstones })
  house.waitsFor = undefined
}

const openReady = async (config: Config): Promise<Engine> => {
  const engine = await openEngine(engineAddress(config))
  await migrate(engine)
  return engine
}

const makeConfigured = async (catalog: Catalog, config: Config): Promise<void> => {
  for (const application of config.application ?? []) await catalog.applications.ensure(application)
  if (config.apiKey) await catalog.keys.ensure('api', config.apiKey)
  if (config.appKey) await catalog.keys.ensure('application', config.appKey)
  if (config.adminEmail) {
    await catalog.people.ensureFirstAdmin({
      email: config.adminEmail,
      ...(config.adminPassword ? { password: config.adminPassword } : {}),
    })
  }
}

const PAUSE_MS = 2_000

/** Tries again while the other side is away, and says so; everything else is thrown. */
const patiently = async <T>(house: House, signal: AbortSignal, open: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      const away =
        error instanceof WaywornError &&
        ['engine_unreachable', 'catalog_unreachable', 'unavailable'].includes(error.code)
      if (!away || signal.aborted) throw error
      house.waitsFor = error.message
      if (attempt % 15 === 0) house.log.error({}, error.message)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
