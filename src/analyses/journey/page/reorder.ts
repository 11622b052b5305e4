/** `list` with the item at `from` moved to the place `to`. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, i) => i !== from)
  const at = Math.min(Math.max(0, to), rest.length)
  return [...rest.slice(0, at), list[from]!, ...rest.slice(at)]
}

/** The place of what is dragged: before the first of the others whose middle lies below the pointer. */
export const placeAt = (y: number, middles: readonly number[], from: number): number => {
  const others = middles.filter((_, i) => i !== from)
  const found = others.findIndex((middle) => y < middle)
  return found < 0 ? others.length : found
}
