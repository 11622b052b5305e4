import { useEffect, useMemo, useState } from 'react'
import type { HeatmapElement } from '../definition.ts'
import type { Question } from './address.ts'
import type { Box } from './box.ts'
import { countOf, pointsOf } from './heat.ts'
import type { RecordedPage } from './use-recorded-page.tsx'

const NOWHERE: ReadonlyMap<string, Box | null> = new Map()

/** Where the elements are on the page, once it stands. */
const useBoxes = (page: RecordedPage | null, elements: readonly HeatmapElement[]) => {
  const [boxes, setBoxes] = useState(NOWHERE)
  useEffect(() => {
    setBoxes(NOWHERE)
    if (!page) return
    // After its new size has been laid out.
    const later = requestAnimationFrame(() => setBoxes(page.placesOf(elements)))
    return () => cancelAnimationFrame(later)
  }, [page, elements])
  return boxes
}

/** Those with clicks of the layer, in the order asked for. */
const inOrder = (elements: readonly HeatmapElement[], { layer, order }: Question): HeatmapElement[] => {
  const sign = order === 'most' ? -1 : 1
  return elements
    .filter((element) => countOf(element, layer) > 0)
    .sort((a, b) => sign * (countOf(a, layer) - countOf(b, layer)) || a.rank - b.rank)
}

const TOP = 10

/** What is drawn of the elements on a recorded page. */
export const useDrawn = (page: RecordedPage | null, elements: readonly HeatmapElement[], question: Question) => {
  const boxes = useBoxes(page, elements)
  const listed = useMemo(() => inOrder(elements, question), [elements, question])
  const points = useMemo(() => pointsOf(listed, boxes, question.layer), [listed, boxes, question.layer])
  return { boxes, listed, drawn: question.map === 'top' ? listed.slice(0, TOP) : listed, points }
}
