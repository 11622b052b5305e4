import type { Span } from '../../../ui/time/range.ts'
import { format } from '../../../ui/time/zone.ts'

const DAY = 86_400_000

/** `12 Nov – 19 Nov`, with the hours of what is shorter than two days. */
export const periodWords = ({ from, to }: Span, zone: string): string => {
  const clock = to - from < 2 * DAY ? ({ hour: '2-digit', minute: '2-digit' } as const) : {}
  const words = (ms: number) => format(ms, zone, { day: 'numeric', month: 'short', ...clock })
  return `${words(from)} – ${words(to)}`
}
