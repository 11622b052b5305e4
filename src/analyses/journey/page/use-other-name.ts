import { useCallback } from 'react'
import { useSegments } from '../../../ui/ask/segments.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { periodWords } from './period-words.ts'
import type { Versus } from './versus.ts'

/** How the page calls those that stand beside each other: a period by its days, a segment by its name. */
export const useOtherName = (versus: Versus | null): ((key: string | null, around: Surroundings) => string) => {
  const segments = useSegments()
  return useCallback(
    (key, { span, zone }) => {
      if (versus?.kind !== 'segments') return periodWords(span, zone)
      return key === null ? 'All' : (segments?.find(({ id }) => id === key)?.name ?? 'Unknown segment')
    },
    [versus, segments],
  )
}
