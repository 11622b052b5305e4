import { Counter, Gauge } from 'prom-client'
import { keepProfiles } from '../../audience/profiles/keep.ts'
import type { Engine } from '../../engine/engine.ts'
import { runLoader } from '../../intake/load.ts'
import type { OpenSessions } from '../../intake/open-sessions.ts'
import { createViewsInPieces } from '../../intake/views-in-pieces.ts'
import { createMutex, type Mutex } from '../../lib/mutex.ts'
import { pause } from '../../lib/pause.ts'
import { type Erasure, erase, type Receipt } from '../../sessions/erase/erase.ts'
import type { Tombstones } from '../../sessions/erase/tombstones.ts'
import type { Pictures } from '../../sessions/picture.ts'
import { removeSettled, SETTLE_DEFAULTS, type Settling, settle } from '../../sessions/settle.ts'
import type { House } from './house.ts'

/** What goes on in the background of a server. */
export interface Work {
  /** Loads what is in the log, then settles every session that is over. For filled-in data, whose visitors are gone. */
  settleNow(): Promise<void>
  /** Removes a person while nothing is loaded or settled; undefined if there is no such person. */
  erase(erasure: Erasure): Promise<Receipt | undefined>
  stop(): Promise<void>
}

interface Parts {
  house: House
  engine: Engine
  pictures: Pictures
  exclusive: Mutex
  sessions: OpenSessions
  tombstones: Tombstones
}

const SETTLE_EVERY_MS = 30_000

/** Starts loading the log and settling quiet sessions. */
export const startWork = ({ house, engine, pictures, exclusive, sessions, tombstones }: Parts): Work => {
  const aborter = new AbortController()
  const registers = [house.metrics]
  const loaded = new Counter({ name: 'wayworn_loaded_events_total', help: 'Events loaded into the engine.', registers })
  new Gauge({
    name: 'wayworn_log_lag_records',
    help: 'Records of the intake log that are not loaded yet.',
    registers,
    collect() {
      this.set(Number(house.intakeLog.lagRecords()))
    },
  })
  new Gauge({
    name: 'wayworn_log_bytes',
    help: 'Bytes of the intake log.',
    registers,
    collect() {
      this.set(house.intakeLog.bytes())
    },
  })
  const loading = runLoader(
    {
      log: house.intakeLog,
      fresh: house.fresh,
      engine,
      exclusive,
      sessions,
      pieces: createViewsInPieces(engine),
      tombstones,
      clock: Date.now,
      onLoaded: (events) => {
        loaded.inc(events)
        house.loads.note(events, Date.now())
      },
      onTrouble: noteTrouble(house),
    },
    aborter.signal,
  )
  const settling: Settling = {
    engine,
    pictures,
    exclusive,
    watchLoads: () => sessions.watch(),
    left: (keys) => sessions.left(keys),
    clock: Date.now,
  }
  const oneMove = createMutex()
  const settleAll = (quietMs: number) => oneMove(() => settleOnce(house, settling, quietMs))
  const settler = settleNowAndThen(house, settleAll, aborter.signal)
  return {
    async settleNow() {
      while (house.intakeLog.lagRecords() > 0n && !aborter.signal.aborted) await pause(200, aborter.signal)
      while (!aborter.signal.aborted && (await settleAll(0)) > 0) await pause(10, aborter.signal)
    },
    erase: (erasure) =>
      oneMove(() =>
        exclusive(() =>
          erase(
            { engine, pictures, tombstones, makeOpen: (keys) => sessions.makeOpen(keys), clock: Date.now },
            erasure,
          ),
        ),
      ),
    async stop() {
      aborter.abort()
      await Promise.all([loading, settler])
    },
  }
}

const noteTrouble = (house: House) => {
  let away = false
  return (error: Error | null) => {
    if (error && !away)
      house.log.error({ reason: error.message }, 'Events wait in the log: the engine does not take them')
    if (!error) house.log.info({}, 'The engine takes events again')
    away = error !== null
  }
}

const settleNowAndThen = async (
  house: House,
  settleAll: (quietMs: number) => Promise<number>,
  signal: AbortSignal,
): Promise<void> => {
  const quietMs = house.config.settleAfter * 1000
  while (!signal.aborted) {
    const moved = await settleAll(quietMs)
    if (moved < SETTLE_DEFAULTS.sessions) await pause(Math.min(SETTLE_EVERY_MS, quietMs), signal)
  }
}

const settleOnce = async (house: House, settling: Settling, quietMs: number): Promise<number> => {
  try {
    const moved = await settle(settling, { ...SETTLE_DEFAULTS, quietMs })
    await removeSettled(settling)
    await keep(house, settling)
    return moved
  } catch (error) {
    house.log.warn({ reason: (error as Error).message }, 'Sessions could not be settled; tried again later')
    return 0
  }
}

const keep = async (house: House, settling: Settling): Promise<void> => {
  try {
    await keepProfiles(settling)
  } catch (error) {
    house.log.warn({ reason: (error as Error).message }, 'Profiles could not be made anew; tried again later')
  }
}
