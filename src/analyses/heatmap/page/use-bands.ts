import { useMemo } from 'react'
import type { HeatmapScroll } from '../definition.ts'
import type { Question } from './address.ts'
import { attentionBands, type Bands, reachedBands } from './bands.ts'
import { useAttention } from './use-heatmap.ts'

/** What the scroll map's bands tell, as the question asks; `other`: of what the page is compared with. */
export const useBands = (
  question: Question,
  view: string | undefined,
  scroll: HeatmapScroll | undefined,
  other = '',
) => {
  const attention = useAttention(question, view, other)
  const { answer } = attention
  const bands = useMemo((): Bands | null => {
    if (question.bands === 'reached') return scroll && scroll.views > 0 ? reachedBands(scroll) : null
    return answer && answer.views > 0 ? attentionBands(answer) : null
  }, [question.bands, scroll, answer])
  return { bands, attention }
}
