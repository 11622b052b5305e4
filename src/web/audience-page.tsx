import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Waiting } from '../ui/feedback/loading.tsx'
import { FrameProvider } from '../ui/scope/frame.ts'
import { useAddressFrame } from './address-frame.ts'

/** Around the pages about users and accounts: they look at all time, so the bar is not there, but is kept. */
export const AudiencePage = () => (
  <FrameProvider value={useAddressFrame({ complete: false })}>
    <Suspense fallback={<Waiting />}>
      <Outlet />
    </Suspense>
  </FrameProvider>
)
