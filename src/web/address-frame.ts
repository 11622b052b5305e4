import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Frame } from '../ui/scope/frame.ts'
import { isComplete, paramsOf, type Scope, scopeOf } from '../ui/scope/scope.ts'
import type { Params } from '../ui/scope/search-params.ts'
import { spanOf } from '../ui/time/range.ts'
import { browserZone } from '../ui/time/zone.ts'

/** What "Ask again" asks again: a fixed range has no new address, but may have new events. */
const CHANGING = ['answer', 'events', 'facets', 'facet-values', 'session-events', 'profiles']
const A_MONTH = { range: '1mo' }

type Change = Record<string, string | undefined>
const ZONE = browserZone()

const merged = (params: Params, change: Change): Params =>
  Object.fromEntries(
    Object.entries({ ...params, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

/**
 * The bar's scope as the address holds it, and the rest of the address. Without `complete` the address is left as it
 * is, and the time that it lacks is the past month: for pages on which the bar is not shown.
 */
export const useAddressFrame = ({ complete = true }: { complete?: boolean } = {}): Frame => {
  const params = useSearch({ strict: false }) as Params
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [now, setNow] = useState(Date.now)
  const scope = useMemo(
    () => scopeOf(complete || params.from ? params : { ...A_MONTH, ...params }, ZONE),
    [params, complete],
  )
  const setParams = useCallback(
    (change: Change, how?: { replace?: boolean }) =>
      void navigate({ to: '.', search: (old) => merged(old as Params, change), replace: how?.replace ?? false }),
    [navigate],
  )
  // A fresh or broken address is completed in place, so that what it shows can be shared and Back skips it.
  useEffect(() => {
    if (complete && !isComplete(params)) setParams(paramsOf(scope), { replace: true })
  }, [complete, params, scope, setParams])
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
