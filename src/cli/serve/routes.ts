import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { type AccountDeps, type Authenticate, authenticator } from '../../api/auth.ts'
import { closeRoutes } from '../../api/closed.ts'
import { OPERATIONS, openApiRoutes } from '../../api/openapi.ts'
import { analyticsRoutes } from '../../api/routes/analytics.ts'
import { applicationRoutes } from '../../api/routes/applications.ts'
import { auditRoutes } from '../../api/routes/audit.ts'
import { chartRoutes } from '../../api/routes/charts.ts'
import { connectionRoutes } from '../../api/routes/connections.ts'
import { eraseRoutes } from '../../api/routes/erase.ts'
import { exportRoutes } from '../../api/routes/export.ts'
import { facetRoutes } from '../../api/routes/facets.ts'
import { frustrationRoutes } from '../../api/routes/frustrations.ts'
import { healthRoutes } from '../../api/routes/health.ts'
import { heatmapSnapshotRoutes } from '../../api/routes/heatmap-snapshots.ts'
import { heatmapRoutes } from '../../api/routes/heatmaps.ts'
import { importRoutes } from '../../api/routes/imports.ts'
import { journeyRoutes } from '../../api/routes/journey.ts'
import { journeyDriversRoutes } from '../../api/routes/journey-drivers.ts'
import { journeyPathsRoutes } from '../../api/routes/journey-paths.ts'
import { keyRoutes } from '../../api/routes/keys.ts'
import { labelledActionRoutes } from '../../api/routes/labelled-actions.ts'
import { liveRoutes } from '../../api/routes/live.ts'
import { peopleRoutes } from '../../api/routes/people.ts'
import { playlistRoutes } from '../../api/routes/playlists.ts'
import { profileRoutes } from '../../api/routes/profiles.ts'
import { recentSearchRoutes } from '../../api/routes/recent-searches.ts'
import { recordedAssetRoutes } from '../../api/routes/recorded-assets.ts'
import { recordingRoutes } from '../../api/routes/recordings.ts'
import { replayCommentRoutes } from '../../api/routes/replay-comments.ts'
import { replayFrameRoutes } from '../../api/routes/replay-frame.ts'
import { replaySegmentRoutes } from '../../api/routes/replay-segments.ts'
import { replayWatchRoutes } from '../../api/routes/replay-watches.ts'
import { retentionRoutes } from '../../api/routes/retention.ts'
import { rumRoutes } from '../../api/routes/rum.ts'
import { sankeyRoutes } from '../../api/routes/sankey.ts'
import { membershipRoutes } from '../../api/routes/segment-memberships.ts'
import { segmentRoutes } from '../../api/routes/segments.ts'
import { setAsideRoutes } from '../../api/routes/set-aside.ts'
import { settingsRoutes } from '../../api/routes/settings.ts'
import { signInRoutes } from '../../api/routes/sign-in.ts'
import { webAppRoutes } from '../../api/routes/web-app.ts'
import type { Catalog } from '../../catalog/open.ts'
import { demoRoutes } from '../../demo/routes.ts'
import { agentOf } from '../../intake/enrich/agent.ts'
import { intakeMetrics } from '../../intake/metrics.ts'
import { intakeRoutes } from '../../intake/routes.ts'
import { WaywornError } from '../../lib/errors.ts'
import { keptAssets } from '../../replay/kept-assets.ts'
import { keepIfOver, recordingKeeper } from '../../replay/kept-recordings.ts'
import { demoApplication } from './demo.ts'
import type { House } from './house.ts'
import type { Work } from './work.ts'

/** Registers everything that the server answers, over parts of the house that may open later. */
export const registerRoutes = async (app: FastifyInstance, house: House): Promise<void> => {
  const catalog = lateCatalog(house)
  const authenticate: Authenticate = (request) => authenticatorOf(house)(request)
  const accounts: AccountDeps = { catalog, authenticate }
  const queries = { authenticate, asking: () => house.asking(), catalog }
  const recordings = recordingKeeper(() => house.asking().engine)
  const keeping = { ...accounts, keepRecording: (session: string) => keepIfOver(recordings, session) }

  closeRoutes(app, OPERATIONS, authenticate)
  await app.register(async (scope) => intakeRoutes(scope, intakeDeps(house)))
  await app.register(async (scope) => healthRoutes(scope, { metrics: house.metrics, notReady: () => notReady(house) }))
  for (const routes of [
    signInRoutes,
    connectionRoutes,
    applicationRoutes,
    keyRoutes,
    peopleRoutes,
    auditRoutes,
    chartRoutes,
    recentSearchRoutes,
    replayWatchRoutes,
    replayCommentRoutes,
  ]) {
    await app.register(async (scope) => routes(scope, accounts))
  }
  for (const routes of [
    analyticsRoutes,
    rumRoutes,
    facetRoutes,
    exportRoutes,
    setAsideRoutes,
    replaySegmentRoutes,
    profileRoutes,
  ]) {
    await app.register(async (scope) => routes(scope, queries))
  }
  await app.register(async (scope) =>
    settingsRoutes(scope, {
      ...accounts,
      onChange: ({ retention }) => house.retain(retention),
    }),
  )
  await app.register(async (scope) => demoRoutes(scope, { application: () => demoApplication(house.catalog) }))
  for (const routes of [retentionRoutes, sankeyRoutes, journeyRoutes, journeyPathsRoutes, journeyDriversRoutes]) {
    await app.register(async (scope) => routes(scope, queries))
  }
  await app.register(async (scope) => liveRoutes(scope, { ...queries, loads: house.loads }))
  await app.register(async (scope) =>
    eraseRoutes(scope, { ...accounts, erase: (erasure) => working(house).erase(erasure) }),
  )
  await app.register(async (scope) => labelledActionRoutes(scope, { ...queries, catalog }))
  await app.register(async (scope) => importRoutes(scope, { ...queries, catalog }))
  await app.register(async (scope) => segmentRoutes(scope, { ...queries, catalog }))
  await app.register(async (scope) => membershipRoutes(scope, { ...queries, catalog }))
  await app.register(async (scope) => heatmapRoutes(scope, { ...queries, catalog }))
  await app.register(async (scope) => heatmapSnapshotRoutes(scope, keeping))
  await app.register(async (scope) => playlistRoutes(scope, keeping))
  await app.register(async (scope) => recordingRoutes(scope, { ...queries, ...accounts, recordings }))
  await app.register(async (scope) => frustrationRoutes(scope, queries))
  await app.register(async (scope) => openApiRoutes(scope))
  const assets = keptAssets(() => house.asking().engine, house.config.replayAssets ?? [])
  await app.register(async (scope) => recordedAssetRoutes(scope, { authenticate, assets }))
  await app.register(async (scope) => replayFrameRoutes(scope, { hasAssets: assets.origins.length > 0 }))
  await webAppRoutes(app, { folder: webFolder() })
}

const intakeDeps = (house: House) => ({
  applicationByToken: (token: string) => opened(house).applications.byToken(token),
  applicationById: (id: string) => opened(house).applications.byId(id),
  isApiKey: async (key: string) => opened(house).keys.verify('api', key) !== undefined,
  append: house.fresh.append,
  clock: Date.now,
  agentOf,
  placeOf: (address: string) => house.places?.placeOf(address) ?? null,
  // The demo's visitors come from this machine and name their address so.
  trustProxy: house.config.trustProxy || house.config.demo,
  metrics: intakeMetrics(house.metrics),
  log: house.log,
  noteFirstEvent: (id: string, ms: number) => {
    // Noted again with the next event when the catalog is away.
    opened(house)
      .applications.noteFirstEvent(id, ms)
      .catch(() => undefined)
  },
})

const opened = (house: House): Catalog => {
  if (!house.catalog) throw new WaywornError('unavailable', { reason: house.waitsFor ?? 'It is starting' })
  return house.catalog
}

const working = (house: House): Work => {
  if (!house.work) throw new WaywornError('unavailable', { reason: house.waitsFor ?? 'It is starting' })
  return house.work
}

/** The catalog's parts, looked up when they are used: routes are registered before it is open. */
const lateCatalog = (house: House): Catalog =>
  new Proxy({} as Catalog, { get: (_, part) => opened(house)[part as keyof Catalog] })

const authenticators = new WeakMap<Catalog, Authenticate>()
const authenticatorOf = (house: House): Authenticate => {
  const catalog = opened(house)
  const known = authenticators.get(catalog) ?? authenticator(catalog)
  authenticators.set(catalog, known)
  return known
}

const notReady = async (house: House): Promise<string | undefined> => {
  if (house.waitsFor) return house.waitsFor
  if (!(await house.engine!.ping())) return 'The engine does not answer'
  return (await house.catalog!.ping()) ? undefined : 'The catalog does not answer'
}

/** Beside the bundle, or where the build puts it when run from source. */
const webFolder = (): string => {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const beside = path.join(here, 'web')
  return existsSync(beside) ? beside : path.resolve(here, '../../../dist/web')
}
