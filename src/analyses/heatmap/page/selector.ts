import type { HeatmapElement } from '../definition.ts'

/** The parts of a path that the SDK wrote, from the element up: `BUTTON.a:nth-child(2);DIV;MAIN;`. */
const partsOf = (path: string): string[] => {
  const parts: string[] = []
  let part = ''
  let quote = false
  for (let i = 0; i < path.length; i++) {
    const sign = path[i]!
    if (sign === '\\') {
      part += sign + (path[++i] ?? '')
      continue
    }
    if (sign === '"') quote = !quote
    if (sign === ';' && !quote) {
      if (part) parts.push(part)
      part = ''
    } else part += sign
  }
  return part ? [...parts, part] : parts
}

const NTH = /:nth-(child|of-type)\(\d+\)/g

/**
 * Selectors under which an element may be found on a recorded page, the surest first. Recorders leave scripts out, so
 * places among siblings may have moved: paths without them come later.
 */
export const selectorsOf = (element: Pick<HeatmapElement, 'selector' | 'composed_path_selector'>): string[] => {
  const parts = partsOf(element.composed_path_selector)
  const path = (each: (part: string) => string) => [...parts].reverse().map(each).join(' > ')
  const bare = (part: string) => part.replace(NTH, '')
  const own = (part: string, index: number) => (index === parts.length - 1 ? part : bare(part))
  const wanted = [
    path((part) => part),
    [...parts].reverse().map(own).join(' > '),
    path(bare),
    element.selector.replaceAll('::shadow ', ' '),
    parts[0] ? bare(parts[0]) : '',
  ]
  return [...new Set(wanted.filter((selector) => selector.trim() !== ''))]
}
