/** Taller than this no browser draws a page's element; of more rows the scroll bar then stands for several per pixel. */
export const TALLEST_PX = 12_000_000

export interface RowWindow {
  /** Rows to draw: from ≤ index < to. */
  from: number
  to: number
  /** px above and below the rows that are drawn. */
  above: number
  below: number
}

/** Which of `total` rows are to be drawn at a place of the scroll bar, with some more around those in sight. */
export const rowWindow = (
  { total, rowHeight, around }: { total: number; rowHeight: number; around: number },
  { top, height }: { top: number; height: number },
): RowWindow => {
  const real = total * rowHeight
  const drawn = Math.min(real, TALLEST_PX)
  const stretch = drawn > height && real > drawn ? (real - height) / (drawn - height) : 1
  const at = Math.max(0, Math.min(top, drawn - height)) * stretch
  const from = Math.max(0, Math.floor(at / rowHeight) - around)
  const to = Math.min(total, Math.ceil((at + height) / rowHeight) + around)
  const above = Math.max(0, Math.min(top, Math.max(0, drawn - height)) - (at - from * rowHeight))
  return { from, to, above, below: Math.max(0, drawn - above - (to - from) * rowHeight) }
}
