import { useMemo } from 'react'
import type { Span } from '../time/range.ts'
import { type Frame, useFrame } from './frame.ts'

/** What the bar adds to the question of any chart. */
export interface Surroundings {
  span: Span
  zone: string
  app: string
  filter: string
  segment: string
  /** Another segment that all are of as well. */
  also?: string
}

export const surroundingsOf = ({ scope, span }: Pick<Frame, 'scope' | 'span'>): Surroundings => ({
  span,
  zone: scope.zone,
  app: scope.app,
  filter: scope.filter,
  segment: scope.segment,
})

export const useSurroundings = (): Surroundings => {
  const { scope, span } = useFrame()
  return useMemo(() => surroundingsOf({ scope, span }), [scope, span])
}
