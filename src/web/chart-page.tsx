import { Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { ScopeBar } from '../ui/bar/scope-bar.tsx'
import { Waiting } from '../ui/feedback/loading.tsx'
import { FrameProvider } from '../ui/scope/frame.ts'
import type { Params } from '../ui/scope/search-params.ts'
import { useAddressFrame } from './address-frame.ts'
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
