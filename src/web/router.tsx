import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { type JSX, lazy } from 'react'
import { EXPERIENCE, VIEWS } from '../analyses/views.ts'
import { type Params, parseParams, stringifyParams } from '../ui/scope/search-params.ts'
import { AudiencePage } from './audience-page.tsx'
import { ChartPage } from './chart-page.tsx'
import { Inside } from './inside.tsx'
import { NotFound, PageFailed } from './not-found.tsx'
import { SignIn } from './pages/sign-in.tsx'

const root = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>): Params => search as Params,
  notFoundComponent: NotFound,
})

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignIn })

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Inside })

const charts = createRoute({ getParentRoute: () => inside, id: 'charts', component: ChartPage })

const views = [...VIEWS, ...EXPERIENCE].map((view) =>
  createRoute({ getParentRoute: () => charts, path: view.path as '/analytics', component: view.Page }),
)

const home = createRoute({
  getParentRoute: () => charts,
  path: '/',
  component: lazy(async () => ({ default: (await import('./pages/home/home.tsx')).Home })),
})

/** Recorded sessions are chosen by the bar as well. */
const replays = createRoute({
  getParentRoute: () => charts,
  path: '/replays',
  component: lazy(async () => ({ default: (await import('./pages/replays/replays.tsx')).Replays })),
})

type Pages<Name extends string> = Record<Name, () => JSX.Element>

/** A page in a chunk of its own: the shell is there at once, the page when it has come. */
const lazily = <Name extends string>(load: () => Promise<Pages<Name>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }))

const page = <Path extends string, Name extends string>(path: Path, load: () => Promise<Pages<Name>>, name: Name) =>
  createRoute({ getParentRoute: () => inside, path, component: lazily(load, name) })

const audience = createRoute({ getParentRoute: () => inside, id: 'audience', component: AudiencePage })

const audiencePage = <Path extends string, Name extends string>(
  path: Path,
  load: () => Promise<Pages<Name>>,
  name: Name,
) => createRoute({ getParentRoute: () => audience, path, component: lazily(load, name) })

const lists = () => import('./pages/audience/lists.tsx')
const profile = () => import('./pages/audience/profile/page.tsx')
const people = [
  audiencePage('/users', lists, 'Users'),
  audiencePage('/accounts', lists, 'Accounts'),
  audiencePage('/users/$id', profile, 'UserPage'),
  audiencePage('/accounts/$id', profile, 'AccountPage'),
  audiencePage('/actions', () => import('./pages/actions/list.tsx'), 'Actions'),
  audiencePage('/actions/$id', () => import('./pages/actions/page.tsx'), 'ActionPage'),
  audiencePage('/segments', () => import('./pages/audience/segments/list.tsx'), 'Segments'),
  audiencePage('/segments/$id', () => import('./pages/audience/segments/page.tsx'), 'SegmentPage'),
]

const replay = page('/replays/$id', () => import('./pages/replays/replay.tsx'), 'Replay')

const playlists = [
  page('/playlists', () => import('./pages/replays/playlists/list.tsx'), 'Playlists'),
  page('/playlists/$id', () => import('./pages/replays/playlists/page.tsx'), 'PlaylistPage'),
]

const settings = [
  page('/settings', () => import('./pages/settings/applications.tsx'), 'Applications'),
  page('/settings/applications', () => import('./pages/settings/applications.tsx'), 'Applications'),
  page('/settings/applications/$id', () => import('./pages/settings/application.tsx'), 'ApplicationPage'),
  page('/settings/keys', () => import('./pages/settings/keys.tsx'), 'Keys'),
  page('/settings/people', () => import('./pages/settings/people.tsx'), 'People'),
  page('/settings/retention', () => import('./pages/settings/retention.tsx'), 'Retention'),
  page('/settings/imports', () => import('./pages/settings/imports/imports.tsx'), 'Imports'),
  page('/settings/set-aside', () => import('./pages/set-aside.tsx'), 'SetAside'),
]

export const createAppRouter = () =>
  createRouter({
    routeTree: root.addChildren([
      signIn,
      inside.addChildren([
        charts.addChildren([home, replays, ...views]),
        replay,
        ...playlists,
        audience.addChildren(people),
        ...settings,
      ]),
    ]),
    parseSearch: (text) => parseParams(text),
    stringifySearch: (search) => stringifyParams(search as Params),
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: PageFailed,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
