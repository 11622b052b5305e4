/** A stream of numbers that depends on its seed alone: same seed, same numbers, on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  weighted<T>(pairs: readonly (readonly [T, number])[]): T
  /** Log-normal: half of the values lie below `median`; `sigma` 0.3 is narrow, 1 is wide. */
  spread(median: number, sigma: number): number
  uuid(): string
}

const mix = (word: number): number => {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit number from a text. */
export const hashOf = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

/** One draw in [0, 1) from three whole numbers, without keeping a stream: cheap enough to ask for each person and day. */
export const unitOf = (seed: number, a: number, b: number): number =>
  mix(mix(mix(seed) + Math.imul(a, 0x9e3779b1)) + Math.imul(b + 1, 0x85ebca77)) / 4294967296

/** The stream of a seed; `randomOf('x', 1)` and `randomOf('x', 2)` have nothing in common. */
export const randomOf = (...seed: readonly (string | number)[]): Random => {
  const text = seed.join('/')
  let a = hashOf(`a${text}`)
  let b = hashOf(`b${text}`)
  let c = hashOf(`c${text}`)
  let counter = 1
  /** Small fast chaotic generator (sfc32), period at least 2^32. */
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) word()
  return streamOf(word)
}

const streamOf = (word: () => number): Random => {
  const next = () => word() / 4294967296
  const hex = () => word().toString(16).padStart(8, '0')
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted: (pairs) => {
      let rest = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of pairs) {
        rest -= weight
        if (rest < 0) return value
      }
      return pairs[pairs.length - 1]![0]
    },
    spread: (median, sigma) => median * Math.exp(sigma * normal()),
    uuid: () => {
      const digits = hex() + hex() + hex() + hex()
      const variant = '89ab'[Number.parseInt(digits[16]!, 16) & 3]
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
    },
  }
}
