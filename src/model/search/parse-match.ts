import { readAmount } from './amount.ts'
import type { Amount, Bound, Match, MatchLeaf, Operator } from './ast.ts'
import { is } from './ast.ts'
import { type Cursor, parseGroup } from './parse-tree.ts'
import { isSpace, readQuoted, readWord, SearchFault, skipSpaces } from './tokenize.ts'
import { literal, literalOf } from './value-pattern.ts'

/** Reads what follows the colon of an attribute: a value, a comparison, a range or a group of them. */
export const parseValue = (cursor: Cursor): Match => {
  const { text, at } = cursor
  if (at >= text.length || isSpace(text, at) || text[at] === ')') {
    throw new SearchFault(at - 1, 1, 'a value is missing after the colon; write "" for the empty text')
  }
  return text[at] === '(' ? parseGroup(cursor, parseLeaf, minusExcludes) : parseLeaf(cursor)
}

/** Inside of a group, `-5` and `-.5` are numbers. */
const minusExcludes = ({ text, at }: Cursor): boolean => !/^-\.?\d/.test(text.slice(at, at + 3))

const parseLeaf = (cursor: Cursor): MatchLeaf => {
  const { text, at } = cursor
  const first = text[at]!
  if (first === '"') {
    const quoted = readQuoted(text, at)
    cursor.at = quoted.end
    refuseTouching(cursor, 'a space is missing after the closing quotation mark')
    return is(literal(quoted.text))
  }
  if (first === '[' || first === '{') return parseRange(cursor)
  if (first === '>' || first === '<') return parseComparison(cursor)
  if (first === '=') {
    throw new SearchFault(
      at,
      1,
      'a value needs no equals sign, as in @type:view; put a backslash before one to find it',
    )
  }
  const word = readWord(text, at, '')
  cursor.at = word.end
  refuseTouching(cursor, 'put the value in quotation marks, or a backslash before this character')
  return is(word.pattern)
}

/** After a value, only a space, a closing parenthesis or the end may stand. */
const refuseTouching = ({ text, at }: Cursor, reason: string): void => {
  if (at < text.length && text[at] !== ')' && !isSpace(text, at)) throw new SearchFault(at, 1, reason)
}

const parseComparison = (cursor: Cursor): MatchLeaf => {
  const { text, at } = cursor
  const operator = (text[at + 1] === '=' ? `${text[at]}=` : text[at]) as Operator
  cursor.at += operator.length
  const amount = parseAmount(cursor, '', `directly after ${operator}`)
  refuseTouching(cursor, 'a space is missing after the number')
  return { kind: 'compare', operator, amount }
}

const parseAmount = (cursor: Cursor, stops: string, where: string): Amount => {
  const start = cursor.at
  const word = readWord(cursor.text, start, stops)
  cursor.at = word.end
  const written = literalOf(word.pattern)
  const amount = written === undefined ? undefined : readAmount(written)
  if (amount) return amount
  const units = 'ns, us, ms, s, m, h, d, b, kb, mb, gb'
  throw new SearchFault(
    start,
    cursor.at - start,
    `a number must stand ${where}, as in 5, -1.5 or 300ms (units: ${units}), or a time as in 2026-01-31T10:00:00Z`,
  )
}

const CLOSING = ']}'

/** The cursor stands on `[` or `{`. */
const parseRange = (cursor: Cursor): MatchLeaf => {
  const start = cursor.at
  const from = parseBound(cursor, 'at the start of the range')
  const { text } = cursor
  const to = skipSpaces(text, cursor.at)
  const isWord = text.startsWith('TO', to) && to > cursor.at && (isSpace(text, to + 2) || to + 2 >= text.length)
  if (!isWord) {
    throw new SearchFault(to, 0, 'TO is missing between the two ends of the range, as in [1 TO 5]')
  }
  cursor.at = to + 1
  const until = parseBound(cursor, 'at the end of the range')
  cursor.at = skipSpaces(text, cursor.at)
  const closing = text[cursor.at] ?? ''
  if (closing === '' || !CLOSING.includes(closing)) {
    throw new SearchFault(start, 1, 'a closing bracket is missing for this range: ] includes its end, } leaves it out')
  }
  cursor.at++
  refuseTouching(cursor, 'a space is missing after the range')
  if (from && until && from.kind !== until.kind) {
    throw new SearchFault(start, cursor.at - start, 'both ends of a range must be numbers, or both times')
  }
  return {
    kind: 'range',
    from: bound(from, text[start] === '['),
    to: bound(until, closing === ']'),
  }
}

const bound = (amount: Amount | null, inclusive: boolean): Bound | null => amount && { amount, inclusive }

/** Steps over the character at the cursor and reads one end of a range: null if it is open. */
const parseBound = (cursor: Cursor, where: string): Amount | null => {
  cursor.at = skipSpaces(cursor.text, cursor.at + 1)
  const open = cursor.text[cursor.at] === '*'
  if (!open) return parseAmount(cursor, CLOSING, where)
  cursor.at++
  return null
}
