import type { Engine } from '../../src/engine/engine.ts'
import type { Pictures } from '../../src/sessions/picture.ts'
import { writeBatch } from '../../src/sessions/settle.ts'
import { constant, sql } from '../../src/sql/sql.ts'
import { hotColumnNames, hotRows } from './rows.ts'
import type { Traffic } from './visit.ts'

export interface FillProgress {
  sessions: number
  share: number
}

export interface FillOptions {
  engine: Engine
  pictures: Pictures
  traffic: Traffic
  /** Sessions of a batch: as many as the server settles in one go. */
  sessionsAtOnce?: number
  onProgress?(progress: FillProgress): void
}

const TAG = { tag: 'bench-fill', lane: 'background' as const, limits: { seconds: 3600, bytes: 8 * 2 ** 30 } }

/** So many sessions a thread: they all come in one block otherwise, which one thread works on. */
const SPREAD = constant('SETTINGS max_block_size=2500, min_insert_block_size_rows=0, min_insert_block_size_bytes=0')

/**
 * Fills the tables with traffic as the server leaves it once all sessions have gone quiet: its own settling writes each
 * batch, from rows that the engine makes up. Begins after what is there already.
 */
export const fill = async (options: FillOptions): Promise<void> => {
  const { engine, pictures, traffic, sessionsAtOnce = 20_000, onProgress } = options
  await engine.command(constant('DROP TABLE IF EXISTS staged'), TAG)
  await engine.command(constant('CREATE TABLE staged AS events_hot ENGINE = Memory'), TAG)
  for (let first = 0; first < traffic.sessions; first += sessionsAtOnce) {
    const count = Math.min(sessionsAtOnce, traffic.sessions - first)
    await engine.command(sql`INSERT INTO staged (${hotColumnNames}) ${SPREAD} ${hotRows(traffic, first, count)}`, TAG)
    const batch = pictures.current().committed + 1n
    // Whoever asks later finds none of these sessions active.
    await writeBatch(engine, [sql`SELECT ${hotColumnNames} FROM staged`], batch, traffic.to + 86_400_000)
    await pictures.change({ ...pictures.current(), committed: batch, removed: batch })
    await engine.command(constant('TRUNCATE TABLE staged'), TAG)
    onProgress?.({ sessions: first + count, share: (first + count) / traffic.sessions })
  }
  await engine.command(constant('DROP TABLE staged'), TAG)
}
