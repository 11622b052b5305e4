import type { Pattern, Segment } from './value-pattern.ts'
import { normalPattern } from './value-pattern.ts'

/** Why a text is no search: `at` counts UTF-16 units from 0. Never leaves this folder. */
export class SearchFault extends Error {
  readonly at: number
  readonly length: number

  constructor(at: number, length: number, reason: string) {
    super(reason)
    this.at = at
    this.length = length
  }
}

/** A run of characters up to `end`; `marks` are where unescaped `<` or `>` stand. */
export interface Word {
  pattern: Pattern
  end: number
  angle: number | undefined
  wild: number | undefined
}

/** True for what separates words: every Unicode space and line break. */
export const isSpace = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  return code >= 160 && /\s/.test(text[at]!)
}

export const skipSpaces = (text: string, at: number): number => {
  let i = at
  while (i < text.length && isSpace(text, i)) i++
  return i
}

/** Reads up to a space, a parenthesis, a quotation mark or one of `stops`. `*` and `?` are wildcards, `\x` is x. */
export const readWord = (text: string, start: number, stops: string): Word => {
  const segments: Segment[] = []
  let angle: number | undefined
  let wild: number | undefined
  let from = start
  let i = start
  const flush = (until: number) => segments.push({ kind: 'text', text: text.slice(from, until) })
  for (; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\') {
      if (i + 1 >= text.length) throw new SearchFault(i, 1, 'nothing follows the backslash; write two for a backslash')
      flush(i)
      from = ++i
    } else if (c === '*' || c === '?') {
      flush(i)
      segments.push({ kind: c === '*' ? 'many' : 'one' })
      from = i + 1
      wild ??= i
    } else if (c === '(' || c === ')' || c === '"' || stops.includes(c) || isSpace(text, i)) {
      break
    } else if (c === '<' || c === '>') {
      angle ??= i
    }
  }
  flush(i)
  return { pattern: normalPattern(segments), end: i, angle, wild }
}

/** Reads a quoted text that starts at `start`; its `end` is behind the closing quotation mark. */
export const readQuoted = (text: string, start: number): { text: string; end: number } => {
  let out = ''
  let from = start + 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') {
      out += text.slice(from, i)
      from = ++i
    } else if (text[i] === '"') {
      return { text: out + text.slice(from, i), end: i + 1 }
    }
  }
  throw new SearchFault(start, text.length - start, 'the closing quotation mark is missing')
}

const OPERATORS = ['AND', 'OR', 'NOT'] as const
export type BooleanOperator = (typeof OPERATORS)[number]

/** The operator that stands at `at` as a word of its own. */
export const operatorAt = (text: string, at: number): BooleanOperator | undefined => {
  const found = OPERATORS.find((operator) => text.startsWith(operator, at))
  if (!found) return undefined
  const after = at + found.length
  return after >= text.length || '()"'.includes(text[after]!) || isSpace(text, after) ? found : undefined
}

/** Whether a text would be read as an operator. */
export const isOperatorWord = (text: string): boolean => (OPERATORS as readonly string[]).includes(text)
