import { isOperatorWord, isSpace, operatorAt, skipSpaces } from './tokenize.ts'

/** What is being typed at the caret. `replace` is the part of the text that a suggestion takes the place of. */
export type Completion =
  | { kind: 'attribute'; prefix: string; replace: [from: number, to: number] }
  | { kind: 'value'; attribute: string; prefix: string; replace: [from: number, to: number] }
  | { kind: 'none' }

const NONE: Completion = { kind: 'none' }

/**
 * Tells what to suggest in a search that may be unfinished or wrong. `caret` counts UTF-16 units from 0. The prefix is
 * what stands before the caret, without `@`, quotation marks and backslashes. An attribute's `replace` ends before the
 * colon, a value's holds its quotation marks: insert `printAttribute` and `printValue` there.
 */
export const complete = (text: string, caret: number): Completion =>
  walk(text, Math.max(0, Math.min(Math.trunc(caret), text.length)))

const walk = (text: string, caret: number): Completion => {
  /** For each open parenthesis the attribute whose values it groups, if it does. */
  const groups: (string | undefined)[] = []
  let at = 0
  for (;;) {
    at = skipSpaces(text, at)
    const group = groups.at(-1)
    if (at >= caret) return suggestion(group, '', [caret, caret])
    const c = text[at]
    if (c === '(') groups.push(group)
    if (c === ')') groups.pop()
    if (c === '(' || c === ')' || c === '-') {
      at++
      if (at === caret && c === ')') return NONE
    } else if (group !== undefined) {
      const end = valueEnd(text, at)
      if (caret <= end) return valueAt(text, group, at, end, caret)
      at = end
    } else {
      const word = readName(text, at)
      if (caret <= word.end) return nameAt(text, at, word.end, caret)
      at = word.end
      if (text[at] !== ':' || word.name === undefined) continue
      at++
      if (text[at] === '(') {
        if (at === caret) return suggestion(word.name, '', [caret, caret])
        groups.push(word.name)
        at++
      } else {
        const end = valueEnd(text, at)
        if (caret <= end) return valueAt(text, word.name, at, end, caret)
        at = end
      }
    }
  }
}

const suggestion = (attribute: string | undefined, prefix: string, replace: [number, number]): Completion =>
  attribute === undefined ? { kind: 'attribute', prefix, replace } : { kind: 'value', attribute, prefix, replace }

const nameAt = (text: string, start: number, end: number, caret: number): Completion => {
  if (text[start] === '"' || operatorAt(text, start)) return NONE
  return suggestion(undefined, nameOf(text.slice(start, caret)), [start, end])
}

const valueAt = (text: string, attribute: string, start: number, end: number, caret: number): Completion => {
  const first = text[start] ?? ''
  if (caret > start && first !== '' && '<>[{'.includes(first)) return NONE
  const raw = text.slice(start, caret)
  if (isOperatorWord(raw) && operatorAt(text, start)) return NONE
  if (first !== '"') return suggestion(attribute, unescaped(raw), [start, end])
  const isClosed = isQuoteClosed(text, start, end)
  if (isClosed && caret === end) return NONE
  return suggestion(attribute, unescaped(raw.slice(1)), [start, isClosed ? end : caret])
}

const nameOf = (raw: string): string => unescaped(raw.startsWith('@') ? raw.slice(1) : raw)

const unescaped = (raw: string): string => raw.replace(/\\([\s\S]?)/g, '$1')

/** The word at `start` up to its colon or its end. A quoted phrase has no name. */
const readName = (text: string, start: number): { name: string | undefined; end: number } => {
  if (text[start] === '"') return { name: undefined, end: quotedEnd(text, start) }
  const end = wordEnd(text, start, ':')
  return { name: nameOf(text.slice(start, end)), end }
}

const wordEnd = (text: string, start: number, stops: string): number => {
  let i = start
  while (i < text.length && !isSpace(text, i) && !'()"'.includes(text[i]!) && !stops.includes(text[i]!)) {
    i += text[i] === '\\' ? 2 : 1
  }
  return i === start && text[i] === '"' ? quotedEnd(text, i) : Math.min(i, text.length)
}

const quotedEnd = (text: string, start: number): number => {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return text.length
}

const isQuoteClosed = (text: string, start: number, end: number): boolean => {
  let i = start + 1
  while (i < end && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i < end
}

const valueEnd = (text: string, start: number): number => {
  if (text[start] === '"') return quotedEnd(text, start)
  if (text[start] !== '[' && text[start] !== '{') return wordEnd(text, start, '')
  let i = start
  while (i < text.length && text[i] !== ']' && text[i] !== '}') i++
  return Math.min(i + 1, text.length)
}
