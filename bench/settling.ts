/**
 * Measures whether settling, which derives sequences, profiles and counts, keeps up with intake beside it:
 * `node --import tsx bench/settling.ts [seconds] [million events]`, 60 seconds and 1.5 million unless told. A server finds
 * sessions that have gone quiet, which have to be more than it settles meanwhile, and is sent events of 2 – 3 KB as fast as it takes them.
 * Then what sequences and all that is derived add to the settled events on disk.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dataFolders } from '../src/cli/data-folders.ts'
import { migrate } from '../src/engine/migrate.ts'
import { openEngine } from '../src/engine/open.ts'
import { SLOT_LIMITS } from '../src/sessions/hot-slots.ts'
import { sql, u64 } from '../src/sql/sql.ts'
import { APPLICATION } from '../test/support/application.ts'
import { startServer } from '../test/support/server.ts'
import { measureIntake } from './intake/measure.ts'
import { hotColumnNames, hotRows } from './traffic/rows.ts'
import { eventsASession } from './traffic/visit.ts'

const seconds = Number(process.argv[2] ?? 60)
const events = 1e6 * Number(process.argv[3] ?? 1.5)
const DAY = 86_400_000
/** Of as many events as a load brings where 10,000 come a second. */
const SESSIONS_A_LOAD = 1_000
/** Within which the sessions lie. */
const SPREAD_MS = DAY / 2
const TAG = { tag: 'bench-settling', limits: { seconds: 600, bytes: 8 * 2 ** 30 } }

const data = mkdtempSync(path.join(tmpdir(), 'wayworn-settling-'))
const say = (line: string) => void process.stderr.write(`${line}\n`)
const openFolder = () => openEngine({ kind: 'embedded', folder: dataFolders(data).events })

/** As they come: some seconds' sessions a load, the oldest first. Returns how many events. */
const leaveOpen = async (): Promise<number> => {
  const engine = await openFolder()
  await migrate(engine)
  const loads = Math.round(events / eventsASession() / SESSIONS_A_LOAD)
  const begin = Date.now() - DAY
  for (let load = 0; load < loads; load += 1) {
    const from = begin + Math.round((load * SPREAD_MS) / loads)
    const traffic = { applicationId: APPLICATION.id, sessions: loads * SESSIONS_A_LOAD, from, to: from + 60_000 }
    const rows = hotRows(traffic, load * SESSIONS_A_LOAD, SESSIONS_A_LOAD)
    const slot = u64(1n + BigInt(Math.floor((load * SESSIONS_A_LOAD * eventsASession()) / SLOT_LIMITS.rows)))
    await engine.command(sql`INSERT INTO events_hot (${hotColumnNames}, slot) SELECT *, ${slot} FROM (${rows})`, TAG)
  }
  const { rows } = await engine.query<{ n: number }>(sql`SELECT toFloat64(count()) AS n FROM events_hot`, TAG)
  await engine.close()
  return rows[0]!.n
}

const settled = async () => {
  const engine = await openFolder()
  const count = sql`SELECT toFloat64(count()) AS n FROM events WHERE type != 'session'`
  const sizes = sql`SELECT table, toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts
WHERE active AND database = currentDatabase() AND table NOT IN ('events_hot', 'view_documents') GROUP BY table ORDER BY bytes DESC`
  const { rows } = await engine.query<{ n: number }>(count, TAG)
  const { rows: tables } = await engine.query<{ table: string; bytes: number }>(sizes, TAG)
  await engine.close()
  return { events: rows[0]!.n, tables: new Map(tables.map(({ table, bytes }) => [table, bytes])) }
}

try {
  const left = await leaveOpen()
  const server = await startServer({ data })
  const begun = performance.now()
  const intake = await measureIntake({ server, seconds, senders: 8, say })
  const took = (performance.now() - begun) / 1000
  await server.stop()
  const { events: moved, tables } = await settled()
  const own = tables.get('events')!
  const share = (bytes: number) => `${((100 * bytes) / own).toFixed(1)} %`
  const rest = [...tables.values()].reduce((sum, bytes) => sum + bytes, 0) - own
  console.log(
    `taken in: ${intake.accepted_per_second} events/s, loaded ${intake.loaded_per_second}/s, for ${took.toFixed(0)} s`,
  )
  console.log(
    `settled beside: ${Math.round(moved / took)} events/s, ${moved} of ${left}${moved === left ? ': all, take more' : ''}`,
  )
  console.log(
    `on disk beside settled events: sequences ${share(tables.get('sequences')!)}, all that is derived ${share(rest)}`,
  )
  console.log(`most memory: ${(intake.memory.most / 2 ** 20).toFixed(0)} MB`)
} finally {
  rmSync(data, { recursive: true, force: true })
}
