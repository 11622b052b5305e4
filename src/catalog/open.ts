import { sql } from 'drizzle-orm'
import { openApplications } from './applications.ts'
import { auditOf } from './audit.ts'
import { chartsOf } from './charts.ts'
import { type Log, openPglite, openPostgres } from './database.ts'
import { facetSettingsOf } from './facet-settings.ts'
import { guarded, reasonOf } from './failures.ts'
import { heatmapSnapshotsOf } from './heatmap-snapshots.ts'
import { openImports } from './imports.ts'
import { openKeys } from './keys.ts'
import { openLabelledActions } from './labelled-actions.ts'
import { migrate } from './migrate.ts'
import { peopleOf } from './people.ts'
import { pictureOf } from './picture.ts'
import { playlistsOf } from './playlists.ts'
import { recentSearchesOf } from './recent-searches.ts'
import { replayCommentsOf } from './replay-comments.ts'
import { replayWatchesOf } from './replay-watches.ts'
import { segmentsOf } from './segments.ts'
import { linkMaker, sessionsOf } from './sessions.ts'
import { settingsOf } from './settings.ts'
import { openSignIn } from './sign-in.ts'

export type CatalogOptions = {
  /** Postgres; without it the embedded one is used. */
  url?: string | undefined
  /** Folder of the embedded one; without it everything is in memory. */
  folder?: string | undefined
  log: Log
  /** How often changes made by other processes are looked for, ms. Only Postgres has other processes. */
  everyMs?: number
}

const TIDY_MS = 6 * 3_600_000

/**
 * Opens the store of what people make and brings it to the newest form. Throws `catalog_unreachable` when Postgres
 * does not answer. When it goes away later, the functions that need it throw `unavailable` and work again once it is
 * back; those that answer from memory (`applications.byToken`, `keys.verify`) go on.
 */
export const openCatalog = async ({ url, folder, log, everyMs = 3_000 }: CatalogOptions) => {
  const { kind, db, close } = url ? await openPostgres(url, log) : await openPglite(folder)
  try {
    const steps = await migrate(db)
    if (steps.length > 0) log.info({ kind, steps }, 'The store of accounts and settings was brought up to date')
    const copies = { log, everyMs: kind === 'postgres' ? everyMs : 0 }
    const applications = await openApplications(db, copies)
    const keys = await openKeys(db, copies)
    const imports = await openImports(db, copies)
    const labelledActions = await openLabelledActions(db, copies)
    const signIn = await openSignIn(db, log)
    const sessions = sessionsOf(db, signIn)
    const audit = auditOf(db)
    const tidy = async () => {
      await sessions.tidy()
      await audit.tidy()
    }
    await tidy()
    const onTidyFailure = (error: unknown) => log.warn({ reason: reasonOf(error) }, 'Old sessions could not be removed')
    const tidying = setInterval(() => void tidy().catch(onTidyFailure), TIDY_MS)
    tidying.unref()
    const onChange = () =>
      keys.refresh().catch((error) => log.warn({ reason: reasonOf(error) }, 'Keys could not be read again'))
    return {
      kind,
      applications: guarded(applications),
      keys: guarded(keys),
      people: guarded(peopleOf(db, { makeLink: linkMaker(signIn), onChange })),
      sessions: guarded(sessions),
      segments: guarded(segmentsOf(db)),
      labelledActions: guarded(labelledActions),
      imports: guarded(imports),
      charts: guarded(chartsOf(db)),
      recentSearches: guarded(recentSearchesOf(db)),
      heatmapSnapshots: guarded(heatmapSnapshotsOf(db)),
      facetSettings: guarded(facetSettingsOf(db)),
      playlists: guarded(playlistsOf(db)),
      replayWatches: guarded(replayWatchesOf(db)),
      replayComments: guarded(replayCommentsOf(db)),
      settings: guarded(settingsOf(db)),
      picture: guarded(pictureOf(db)),
      audit: guarded(audit),

      /** True while the store answers. */
      ping: (): Promise<boolean> =>
        db.execute(sql`select 1`).then(
          () => true,
          () => false,
        ),

      /** Writes what is pending and lets go of the store. */
      close: async (): Promise<void> => {
        clearInterval(tidying)
        applications.stop()
        labelledActions.stop()
        imports.stop()
        await keys.stop()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

export type Catalog = Awaited<ReturnType<typeof openCatalog>>
