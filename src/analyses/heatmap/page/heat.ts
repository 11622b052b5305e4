import type { Point } from '../../../ui/heat/point.ts'
import { GRID, type HeatmapElement, type Spot } from '../definition.ts'
import type { Layer } from './address.ts'
import type { Box } from './box.ts'

const COLUMN: Record<Layer, 2 | 3 | 4 | 5 | 6> = { all: 2, rage: 3, dead: 4, error: 5, converted: 6 }

export const clicksIn = (spot: Spot, layer: Layer): number => spot[COLUMN[layer]]

/** How many clicks of the layer an element had. */
export const countOf = (element: HeatmapElement, layer: Layer): number =>
  layer === 'all' ? element.clicks : element[layer]

/** Each cell's middle, in the box that the element has on this page, whatever its size was for others. */
export const pointsOf = (
  elements: readonly HeatmapElement[],
  boxes: ReadonlyMap<string, Box | null>,
  layer: Layer,
): Point[] =>
  elements.flatMap((element) => {
    const box = boxes.get(element.id)
    if (!box) return []
    return element.spots.flatMap((spot): Point[] => {
      const clicks = clicksIn(spot, layer)
      if (clicks === 0) return []
      return [
        [box.left + ((spot[0] + 0.5) / GRID) * box.width, box.top + ((spot[1] + 0.5) / GRID) * box.height, clicks],
      ]
    })
  })
