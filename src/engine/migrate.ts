import { constant, sql, str } from '../sql/sql.ts'
import type { ClientEngine } from './client-engine.ts'
import { events } from './schema/0001-events.ts'
import { intake } from './schema/0002-intake.ts'
import { audience } from './schema/0003-audience.ts'
import { sequences } from './schema/0004-sequences.ts'
import { erased } from './schema/0005-erased.ts'
import { imported } from './schema/0006-imported.ts'
import { seen } from './schema/0006-seen.ts'
import { facetValues } from './schema/0010-facet-values.ts'
import { keptRecordings } from './schema/0015-kept-recordings.ts'
import { recordedAssets } from './schema/0016-recorded-assets.ts'
import { seenSessions, withoutSeen } from './schema/0017-seen-sessions.ts'
import { personKeys } from './schema/0019-person-keys.ts'
import { sessionNumbers } from './schema/0020-session-numbers.ts'
import { hotInFewFiles } from './schema/0021-hot-in-few-files.ts'
import { keptProfiles } from './schema/0023-kept-profiles.ts'
import { hotMergedLess } from './schema/0026-hot-merged-less.ts'
import { wideSequences } from './schema/0028-wide-sequences.ts'
import { seenCustom } from './schema/0030-seen-custom.ts'
import { attributeDays } from './schema/0031-attribute-days.ts'
import { keptCustom } from './schema/0031-kept-custom.ts'
import { keptImages } from './schema/0032-kept-images.ts'
import { hotMergedOnce } from './schema/0033-hot-merged-once.ts'
import { hotByEventKey } from './schema/0034-hot-by-event-key.ts'
import { timesOfTypes } from './schema/0035-times-of-types.ts'
import { heldSets } from './schema/0037-held-sets.ts'
import { clicks } from './schema/0041-clicks.ts'
import { hotMergedLate } from './schema/0046-hot-merged-late.ts'
import { datesUnpackedSooner } from './schema/0047-dates-unpacked-sooner.ts'
import { sequencesUnpackedSooner } from './schema/0048-sequences-unpacked-sooner.ts'
import { documentsInSmallPieces } from './schema/0049-documents-in-small-pieces.ts'
import { reachOfSequences } from './schema/0050-reach-of-sequences.ts'
import { hotInSlots } from './schema/0051-hot-in-slots.ts'
import { packedOnce } from './schema/0052-packed-once.ts'
import { sessionUsers } from './schema/0053-session-users.ts'
import { hotInWholeColumns, MARKS_IN_COLUMNS } from './schema/0054-hot-in-whole-columns.ts'
import { type Dialect, dialectOf } from './schema/dialect.ts'

interface Migration {
  name: string
  statements(d: Dialect): string[]
  /** A setting of tables; done without where there is none of this name. */
  setting?: string
}

/** In order; a released one is never changed. */
const MIGRATIONS: readonly Migration[] = [
  { name: '0001-events', statements: events },
  { name: '0002-intake', statements: intake },
  { name: '0003-audience', statements: audience },
  { name: '0004-sequences', statements: sequences },
  { name: '0005-erased', statements: erased },
  { name: '0006-imported', statements: imported },
  { name: '0006-seen', statements: seen },
  { name: '0010-facet-values', statements: facetValues },
  { name: '0015-kept-recordings', statements: keptRecordings },
  { name: '0016-recorded-assets', statements: recordedAssets },
  { name: '0017-seen-sessions', statements: seenSessions },
  { name: '0018-without-seen', statements: withoutSeen },
  { name: '0019-person-keys', statements: personKeys },
  { name: '0020-session-numbers', statements: sessionNumbers },
  { name: '0021-hot-in-few-files', statements: hotInFewFiles },
  { name: '0023-kept-profiles', statements: keptProfiles },
  { name: '0026-hot-merged-less', statements: hotMergedLess },
  { name: '0028-wide-sequences', statements: wideSequences },
  { name: '0030-seen-custom', statements: seenCustom },
  { name: '0031-kept-custom', statements: keptCustom },
  { name: '0031-attribute-days', statements: attributeDays },
  { name: '0032-kept-images', statements: keptImages },
  { name: '0033-hot-merged-once', statements: hotMergedOnce },
  { name: '0034-hot-by-event-key', statements: hotByEventKey },
  { name: '0035-times-of-types', statements: timesOfTypes },
  { name: '0037-held-sets', statements: heldSets },
  { name: '0041-clicks', statements: clicks },
  { name: '0046-hot-merged-late', statements: hotMergedLate },
  { name: '0047-dates-unpacked-sooner', statements: datesUnpackedSooner },
  { name: '0048-sequences-unpacked-sooner', statements: sequencesUnpackedSooner },
  { name: '0049-documents-in-small-pieces', statements: documentsInSmallPieces },
  { name: '0050-reach-of-sequences', statements: reachOfSequences },
  { name: '0051-hot-in-slots', statements: hotInSlots },
  { name: '0052-packed-once', statements: packedOnce },
  { name: '0053-session-users', statements: sessionUsers },
  { name: '0054-hot-in-whole-columns', statements: hotInWholeColumns, setting: MARKS_IN_COLUMNS },
]

const TAG = { tag: 'migrate', limits: { seconds: 600 } }

/** Brings the tables up to date; returns the names of the migrations that it applied. Safe to repeat after a crash. */
export const migrate = async (engine: ClientEngine): Promise<string[]> => {
  const dialect = dialectOf({
    cluster: engine.cluster,
    onCluster: engine.onCluster,
    replicated: engine.onCluster && (await hasReplicaMacros(engine)),
  })
  const everywhere = (text: string) => engine.everywhere(() => constant(text), TAG)
  for (const text of journal(dialect)) await everywhere(text)
  const known = await engine.query<{ name: string }>(sql`SELECT DISTINCT name FROM migrations`, TAG)
  const done = new Set(known.rows.map((row) => row.name))
  const applied: string[] = []
  for (const { name, statements, setting } of MIGRATIONS) {
    if (done.has(name)) continue
    if (setting === undefined || (await hasSetting(engine, setting)))
      for (const text of statements(dialect)) await everywhere(text)
    await engine.command(
      sql`INSERT INTO migrations SETTINGS distributed_foreground_insert=1 SELECT ${str(name)}, now()`,
      TAG,
    )
    applied.push(name)
  }
  return applied
}

const journal = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('migrations')}${d.onCluster} (name String, applied_at DateTime('UTC'))
ENGINE = ${d.engine('MergeTree')} ORDER BY name`,
  ...d.spread('migrations', 'cityHash64(name)'),
]

const hasSetting = async (engine: ClientEngine, name: string): Promise<boolean> => {
  const { rows } = await engine.query(sql`SELECT name FROM system.merge_tree_settings WHERE name = ${str(name)}`, TAG)
  return rows.length > 0
}

const hasReplicaMacros = async (engine: ClientEngine): Promise<boolean> => {
  const { rows } = await engine.query<{ n: number }>(
    sql`SELECT toUInt32(count()) AS n FROM system.macros WHERE macro IN ('shard', 'replica')`,
    TAG,
  )
  return rows[0]?.n === 2
}
