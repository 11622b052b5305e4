import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAsk } from '../ui/ask/ask-context.ts'
import { useViewOfRequest } from '../ui/charts/chart-views.ts'
import { addressOfChart } from '../ui/charts/open-chart.ts'
import { getChart } from '../ui/charts/use-charts.ts'
import type { Params } from '../ui/scope/search-params.ts'

interface Answer {
  data: { id: string | null }
}

/**
 * Whoever comes without a question is shown the chart that they start with. True until that is decided: a question is
 * not asked meanwhile. What goes wrong on the way is no reason to show nothing.
 */
export const useFirstChart = (path: string, params: Params): boolean => {
  const ask = useAsk()
  const viewOf = useViewOfRequest()
  const router = useRouter()
  const [isFresh, setFresh] = useState(() => ['/', '/analytics'].includes(path) && Object.keys(params).length === 0)
  const { data, isPending } = useQuery({
    queryKey: ['first-chart'],
    enabled: isFresh,
    retry: false,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const { id } = (await ask<Answer>({ path: '/api/v2/wayworn/me/default-chart', signal })).data
      return id === null ? null : addressOfChart(await getChart({ ask, viewOf }, id, signal))
    },
  })
  useEffect(() => {
    if (!isFresh || isPending) return
    if (data) router.history.replace(data)
    setFresh(false)
  }, [isFresh, isPending, data, router])
  return isFresh
}
