/**
 * Remembers what `make` gave for a key, for the last `size` keys at least and twice that at most: when the young half
 * is full it becomes the old one, and what is asked for again moves back.
 */
export const boundedCache = <Value>(size: number, make: (key: string) => Value): ((key: string) => Value) => {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  return (key) => {
    let value = young.get(key)
    if (value !== undefined) return value
    value = old.get(key) ?? make(key)
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
}
