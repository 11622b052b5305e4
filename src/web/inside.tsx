import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { Suspense, useMemo, useState } from 'react'
import { EXPERIENCE, VIEWS } from '../analyses/views.ts'
import { useAsk } from '../ui/ask/ask-context.ts'
import { openChart } from '../ui/charts/open-chart.ts'
import { useCharts } from '../ui/charts/use-charts.ts'
import { Waiting } from '../ui/feedback/loading.tsx'
import { type Places, PlacesProvider } from '../ui/link.tsx'
import { SCOPE_KEYS } from '../ui/scope/scope.ts'
import { type Params, stringifyParams } from '../ui/scope/search-params.ts'
import type { NavGroup } from '../ui/shell/navigation.tsx'
import type { Command } from '../ui/shell/palette.tsx'
import { Shell } from '../ui/shell/shell.tsx'
import { useApplications } from './applications.ts'
import { useFoundPeople } from './found-people.ts'
import { useMe } from './me.ts'

const GROUPS: readonly NavGroup[] = [
  { label: 'Start', bare: true, items: [{ label: 'Home', path: '/', icon: 'home' }] },
  {
    label: 'Charts',
    items: VIEWS.map(({ label, path, icon }) => ({ label, path, icon })),
  },
  {
    label: 'Audience',
    items: [
      { label: 'Users', path: '/users', icon: 'people' },
      { label: 'Accounts', path: '/accounts', icon: 'account' },
      { label: 'Segments', path: '/segments', icon: 'segment' },
    ],
  },
  {
    label: 'Experience',
    items: [
      { label: 'Replays', path: '/replays', icon: 'replay' },
      { label: 'Playlists', path: '/playlists', icon: 'list' },
      ...EXPERIENCE.map(({ label, path, icon }) => ({ label, path, icon })),
    ],
  },
  {
    label: 'Data',
    items: [
      { label: 'Actions', path: '/actions', icon: 'click' },
      { label: 'Imported attributes', path: '/settings/imports', icon: 'pills' },
      { label: 'Events set aside', path: '/settings/set-aside', icon: 'inbox' },
    ],
  },
  {
    label: 'Settings',
    items: [
      { label: 'Applications', path: '/settings/applications', icon: 'apps', also: ['/settings'] },
      { label: 'Keys', path: '/settings/keys', icon: 'key' },
      { label: 'People', path: '/settings/people', icon: 'people' },
      { label: 'Retention', path: '/settings/retention', icon: 'clock' },
    ],
  },
]

/** Everything behind the sign-in: the shell and, in it, the page. */
export const Inside = () => {
  const places = usePlacesOfRouter()
  const me = useMe()
  const ask = useAsk()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const found = useFoundPeople(text, places)
  const signOut = async () => {
    await ask({ method: 'POST', path: '/api/v2/wayworn/sign-out' }).catch(() => undefined)
    queries.clear()
    places.go('/sign-in')
  }
  return (
    <PlacesProvider value={places}>
      <Shell
        groups={GROUPS}
        person={me.data ?? null}
        commands={useCommands(places)}
        found={found}
        onFind={setText}
        onSignOut={() => void signOut()}
      >
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </Shell>
    </PlacesProvider>
  )
}

const usePlacesOfRouter = (): Places => {
  const router = useRouter()
  const { pathname, search } = useLocation()
  return useMemo(() => {
    const params = search as Params
    const scope = Object.fromEntries(SCOPE_KEYS.map((key) => [key, params[key]]))
    const href = (path: string) => (path.includes('?') ? path : path + stringifyParams(scope))
    return { path: pathname, href, go: (path) => router.history.push(href(path)) }
  }, [router, pathname, search])
}

/** What the palette offers everywhere: places, applications, light and dark, the address. */
const useCommands = (places: Places): Command[] => {
  const { setColorScheme } = useMantineColorScheme()
  const applications = useApplications()
  const charts = useCharts({})
  const open = (path: string) => () => places.go(path)
  const scheme = (value: 'light' | 'dark' | 'auto') => () => setColorScheme(value)
  return [
    ...GROUPS.flatMap((g) =>
      g.items.map((i) => ({ id: i.path, label: i.label, group: g.label, icon: i.icon, run: open(i.path) })),
    ),
    { id: 'segment', label: 'Create a segment', group: 'New', icon: 'segment', run: open('/segments/new') },
    { id: 'action', label: 'Label an action', group: 'New', icon: 'click', run: open('/actions/new') },
    ...(applications.data ?? []).map((a) => ({
      id: `application ${a.id}`,
      label: a.name,
      group: 'Analytics of application',
      icon: 'apps' as const,
      run: open(`/analytics${stringifyParams({ app: a.id })}`),
    })),
    ...(charts.data?.charts ?? [])
      .filter((chart) => chart.view !== null)
      .map((chart) => ({
        id: `chart ${chart.id}`,
        label: chart.name,
        group: 'Saved chart',
        icon: chart.starred ? ('star' as const) : ('chart' as const),
        run: () => openChart(chart, places.go),
      })),
    {
      id: 'link',
      label: 'Copy link to this page',
      group: 'Page',
      icon: 'link',
      run: () => void navigator.clipboard.writeText(location.href),
    },
    { id: 'light', label: 'Light colours', group: 'Looks', icon: 'sun', run: scheme('light') },
    { id: 'dark', label: 'Dark colours', group: 'Looks', icon: 'moon', run: scheme('dark') },
    { id: 'auto', label: 'Colours as the system', group: 'Looks', icon: 'sliders', run: scheme('auto') },
  ]
}
