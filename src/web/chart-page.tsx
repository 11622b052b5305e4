import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { ScopeBar } from '../ui/bar/scope-bar.tsx'
import { Waiting } from '../ui/feedback/loading.tsx'
import { type Frame, FrameProvider } from '../ui/scope/frame.ts'
import { isComplete, paramsOf, type Scope, scopeOf } from '../ui/scope/scope.ts'
import type { Params } from '../ui/scope/search-params.ts'
import { spanOf } from '../ui/time/range.ts'
import { browserZone } from '../ui/time/zone.ts'
import { useApplications } from './applications.ts'
import { useFirstChart } from './first-chart.ts'

/** Around every chart: the bar, and what it says. All of it is in the address. */
export const ChartPage = () => {
  const isDeciding = useFirstChart(useLocation().pathname, useSearch({ strict: false }) as Params)
  return isDeciding ? <Waiting /> : <Framed />
}

const Framed = () => {
  const frame = useAddressFrame()
  const applications = useApplications()
  return (
    <FrameProvider value={frame}>
      <ScopeBar applications={applications.data ?? []} />
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </FrameProvider>
  )
}

/** What "Ask again" asks again: a fixed range has no new address, but may have new events. */
const CHANGING = ['answer', 'events', 'facets', 'facet-values', 'session-events']

type Change = Record<string, string | undefined>
const ZONE = browserZone()

const merged = (params: Params, change: Change): Params =>
  Object.fromEntries(
    Object.entries({ ...params, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

const useAddressFrame = (): Frame => {
  const params = useSearch({ strict: false }) as Params
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [now, setNow] = useState(Date.now)
  const scope = useMemo(() => scopeOf(params, ZONE), [params])
  const setParams = useCallback(
    (change: Change, how?: { replace?: boolean }) =>
      void navigate({ to: '.', search: (old) => merged(old as Params, change), replace: how?.replace ?? false }),
    [navigate],
  )
  // A fresh or broken address is completed in place, so that what it shows can be shared and Back skips it.
  useEffect(() => {
    if (!isComplete(params)) setParams(paramsOf(scope), { replace: true })
  }, [params, scope, setParams])
  return useMemo(
    () => ({
      scope,
      span: spanOf(scope.time, now, scope.zone),
      now,
      params,
      setScope: (change: Partial<Scope>, how?: { replace?: boolean }) => {
        if (change.time) setNow(Date.now())
        setParams(paramsOf({ ...scope, ...change }), how)
      },
      setParams,
      refresh: () => {
        setNow(Date.now())
        void queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGING.includes(String(queryKey[0])) })
      },
    }),
    [scope, now, params, setParams, queries],
  )
}
