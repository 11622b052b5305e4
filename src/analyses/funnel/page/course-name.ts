import { useSegments } from '../../../ui/ask/segments.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { format } from '../../../ui/time/zone.ts'
import { tagWord } from '../../analytics/words.ts'
import type { Question } from './question.ts'
import { OTHER_TAG, OWN } from './result.ts'

const DAY = 86_400_000

/** How the page calls a course: a value of the breakdown, a period, or a segment. */
export const useCourseName = ({ by, versus }: Pick<Question, 'by' | 'versus'>): ((group: string) => string) => {
  const { scope, span } = useFrame()
  const segments = useSegments()
  return (group) => {
    if (by) return group === OTHER_TAG ? group : tagWord(by.path, group)
    if (versus?.kind === 'segments')
      return group === OWN ? 'All' : (segments?.find((one) => one.id === group)?.name ?? 'Unknown segment')
    const [from, to] = group === OWN ? [span.from, span.to] : (group.split('-').map(Number) as [number, number])
    return periodWords(from, to, scope.zone)
  }
}

/** `12 Nov – 19 Nov`, with the hours of what is shorter than two days. */
const periodWords = (from: number, to: number, zone: string): string => {
  const clock = to - from < 2 * DAY ? ({ hour: '2-digit', minute: '2-digit' } as const) : {}
  const words = (ms: number) => format(ms, zone, { day: 'numeric', month: 'short', ...clock })
  return `${words(from)} – ${words(to)}`
}
