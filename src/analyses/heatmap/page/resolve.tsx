import type { HeatmapElement } from '../definition.ts'
import type { Box } from './box.ts'
import { selectorsOf } from './selector.ts'

const all = (root: Document, selector: string): Element[] => {
  try {
    return [...root.querySelectorAll(selector)]
  } catch {
    return []
  }
}

const boxOf = (element: Element): Box | null => {
  const { left, top, width, height } = element.getBoundingClientRect()
  if (width <= 0 || height <= 0) return null
  const view = element.ownerDocument.defaultView
  if (view?.getComputedStyle(element).visibility === 'hidden') return null
  return { left: left + (view?.scrollX ?? 0), top: top + (view?.scrollY ?? 0), width, height }
}

/** The one element that is meant; none where several would do: better not shown than shown in the wrong place. */
const find = (root: Document, element: HeatmapElement): Element | null => {
  for (const selector of selectorsOf(element)) {
    const found = all(root, selector)
    if (found.length === 1) return found[0]!
    const named = found.filter((one) => nameOf(one) === element.name)
    if (found.length > 1 && named.length === 1) return named[0]!
  }
  return null
}

const nameOf = (element: Element): string =>
  (element.getAttribute('data-dd-action-name') ?? element.textContent ?? '').trim()

/** Where each element is, by its id; null for those that the page does not show. */
export const resolveElements = (root: Document, elements: readonly HeatmapElement[]): Map<string, Box | null> =>
  new Map(
    elements.map((element) => {
      const found = find(root, element)
      return [element.id, found && boxOf(found)]
    }),
  )
