import { useSegments } from '../../../ui/ask/segments.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { tagWord } from '../../analytics/words.ts'
import { periodWords } from '../../journey/page/period-words.ts'
import type { Question } from './question.ts'
import { OTHER_TAG, OWN } from './result.ts'

/** How the page calls a course: a value of the breakdown, a period, or a segment. */
export const useCourseName = ({ by, versus }: Pick<Question, 'by' | 'versus'>): ((group: string) => string) => {
  const { scope, span } = useFrame()
  const segments = useSegments()
  return (group) => {
    if (by) return group === OTHER_TAG ? group : tagWord(by.path, group)
    if (versus?.kind === 'segments')
      return group === OWN ? 'All' : (segments?.find((one) => one.id === group)?.name ?? 'Unknown segment')
    const [from, to] = group === OWN ? [span.from, span.to] : (group.split('-').map(Number) as [number, number])
    return periodWords({ from, to }, scope.zone)
  }
}
