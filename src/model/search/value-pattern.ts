/**
 * What a value must look like: literal text, `many` (`*`: any characters or none) and `one` (`?`: one character).
 * In normal form there is no empty text, no text beside a text and no `many` beside a `many`. `[]` is the empty string.
 */
export type Pattern = readonly Segment[]
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' }

/** The pattern that only `text` itself matches: no character of it is a wildcard. */
export const literal = (text: string): Pattern => (text === '' ? [] : [{ kind: 'text', text }])

/** Reads `*` and `?` as wildcards, everything else as itself; there is no escaping. */
export const wildcards = (text: string): Pattern =>
  normalPattern(
    text
      .split(/([*?])/)
      .map((part) =>
        part === '*' ? { kind: 'many' } : part === '?' ? { kind: 'one' } : ({ kind: 'text', text: part } as const),
      ),
  )

/** The same pattern in normal form. */
export const normalPattern = (segments: readonly Segment[]): Pattern => {
  const out: Segment[] = []
  for (const segment of segments) {
    const last = out.at(-1)
    if (segment.kind === 'text' && last?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: last.text + segment.text }
    } else if (segment.kind === 'text' ? segment.text !== '' : segment.kind === 'one' || last?.kind !== 'many') {
      out.push(segment)
    }
  }
  return out
}

export const isManyOnly = (pattern: Pattern): boolean => pattern.length === 1 && pattern[0]!.kind === 'many'

/** The text that the pattern stands for, or undefined if it holds wildcards. */
export const literalOf = (pattern: Pattern): string | undefined => {
  if (pattern.length === 0) return ''
  const [first] = pattern
  return pattern.length === 1 && first!.kind === 'text' ? first!.text : undefined
}

/** The pattern for SQL's LIKE, where a backslash escapes `%`, `_` and itself. */
export const toLike = (pattern: Pattern): string =>
  pattern.map((s) => (s.kind === 'many' ? '%' : s.kind === 'one' ? '_' : s.text.replace(/[%_\\]/g, '\\$&'))).join('')

const MANY = Symbol('*')
const ONE = Symbol('?')

/** Whether the whole of `text` fits the pattern, case-sensitively. A character is a code point, as it is in LIKE. */
export const matches = (pattern: Pattern, text: string): boolean => {
  const only = literalOf(pattern)
  if (only !== undefined) return only === text
  const wanted: (string | symbol)[] = []
  for (const s of pattern) {
    if (s.kind === 'text') for (const c of s.text) wanted.push(c)
    else wanted.push(s.kind === 'many' ? MANY : ONE)
  }
  return fits(wanted, Array.from(text))
}

/** On a mismatch the last `*` takes one character more: at most pattern × text steps, whatever the pattern. */
const fits = (wanted: readonly (string | symbol)[], given: readonly string[]): boolean => {
  let w = 0
  let g = 0
  let star = -1
  let resume = 0
  while (g < given.length) {
    if (w < wanted.length && (wanted[w] === ONE || wanted[w] === given[g])) {
      w++
      g++
    } else if (w < wanted.length && wanted[w] === MANY) {
      star = w++
      resume = g
    } else if (star >= 0) {
      w = star + 1
      g = ++resume
    } else {
      return false
    }
  }
  while (w < wanted.length && wanted[w] === MANY) w++
  return w === wanted.length
}

/** Whether the pattern fits a part of `text`, whatever the case of either. */
export const isWithin = (pattern: Pattern, text: string): boolean => {
  const lower = pattern.map((s): Segment => (s.kind === 'text' ? { kind: 'text', text: s.text.toLowerCase() } : s))
  const only = literalOf(lower)
  if (only !== undefined) return text.toLowerCase().includes(only)
  return matches(normalPattern([{ kind: 'many' }, ...lower, { kind: 'many' }]), text.toLowerCase())
}
