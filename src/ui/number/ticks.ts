/** Round marks for an axis that starts at `min` (or below) and ends at `max` (or above): steps of 1, 2 or 5 × 10ⁿ. */
export const niceTicks = (min: number, max: number, wanted = 5): number[] => {
  const span = max - min
  if (!(span > 0) || !Number.isFinite(span)) return [min, min + 1]
  const rough = span / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((m) => rough <= m * power * (1 + 1e-9)) ?? 10) * power
  const first = Math.floor(min / step + 1e-9)
  const last = Math.ceil(max / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/**
 * Moves labels apart: each wanted position (any order) gets one at least `gap` from its neighbours and within
 * `[0, room]`, as near as may be. Labels that find no room get null, the last ones in `positions` first.
 */
export const spread = (positions: readonly number[], gap: number, room: number): (number | null)[] => {
  const fits = Math.max(0, Math.floor(room / gap) + 1)
  const order = positions
    .map((want, index) => ({ want: Math.min(room, Math.max(0, want)), index }))
    .slice(0, fits)
    .sort((a, b) => a.want - b.want || a.index - b.index)
  const placed: number[] = []
  for (const { want } of order) placed.push(Math.max(want, placed.length ? placed.at(-1)! + gap : 0))
  let limit = room
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i]!, limit)
    limit = placed[i]! - gap
  }
  const result: (number | null)[] = positions.map(() => null)
  order.forEach(({ index }, i) => {
    result[index] = placed[i]!
  })
  return result
}
