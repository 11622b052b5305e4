import { createContext, use } from 'react'
import type { Span } from '../time/range.ts'
import type { Scope } from './scope.ts'
import type { Params } from './search-params.ts'

/** What every chart page stands in: the bar's scope, the moment it is asked at, and the rest of the address. */
export interface Frame {
  scope: Scope
  /** The scope's time at `now`. */
  span: Span
  /** When "now" was last taken, epoch ms. It moves by `refresh`, and whenever the scope changes. */
  now: number
  params: Params
  setScope: (change: Partial<Scope>, how?: { replace?: boolean }) => void
  /** Changes names of the address besides those of the scope; undefined takes one out. */
  setParams: (change: Record<string, string | undefined>, how?: { replace?: boolean }) => void
  refresh: () => void
}

const FrameContext = createContext<Frame | null>(null)

export const FrameProvider = FrameContext.Provider

export const useFrame = (): Frame => {
  const frame = use(FrameContext)
  if (!frame) throw new Error('FrameProvider is missing around this component')
  return frame
}
