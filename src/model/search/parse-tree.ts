import type { Tree } from './ast.ts'
import { join, not } from './ast.ts'
import { isSpace, operatorAt, SearchFault, skipSpaces } from './tokenize.ts'

/** How deep parentheses and exclusions may stand in one another. */
export const NESTING_LIMIT = 100

/** Where the parser stands; `nesting` counts the open parentheses and exclusions. */
export interface Cursor {
  readonly text: string
  at: number
  nesting: number
}

/** Reads one leaf at the cursor, which stands on no space, and leaves the cursor behind it. */
export type ReadLeaf<Leaf> = (cursor: Cursor) => Tree<Leaf>

/** Whether the minus sign at the cursor excludes, or belongs to a number. */
export type MinusExcludes = (cursor: Cursor) => boolean

interface Grammar<Leaf> {
  leaf: ReadLeaf<Leaf>
  minus: MinusExcludes
}

/** Reads `a b OR -c …` up to the end of the text or to a parenthesis that closes what the caller opened. */
export const parseTree = <Leaf extends { kind: string }>(
  cursor: Cursor,
  leaf: ReadLeaf<Leaf>,
  minus: MinusExcludes,
): Tree<Leaf> => parseOr(cursor, { leaf, minus })

const parseOr = <Leaf extends { kind: string }>(cursor: Cursor, grammar: Grammar<Leaf>): Tree<Leaf> => {
  const parts = [parseAnd(cursor, grammar)]
  while (operatorAt(cursor.text, cursor.at) === 'OR') {
    stepOver(cursor, 'OR')
    parts.push(parseAnd(cursor, grammar))
  }
  return join('or', parts)
}

const parseAnd = <Leaf extends { kind: string }>(cursor: Cursor, grammar: Grammar<Leaf>): Tree<Leaf> => {
  const parts = [parseUnary(cursor, grammar)]
  for (;;) {
    cursor.at = skipSpaces(cursor.text, cursor.at)
    if (cursor.at >= cursor.text.length || cursor.text[cursor.at] === ')') break
    const operator = operatorAt(cursor.text, cursor.at)
    if (operator === 'OR') break
    if (operator === 'AND') stepOver(cursor, 'AND')
    parts.push(parseUnary(cursor, grammar))
  }
  return join('and', parts)
}

const parseUnary = <Leaf extends { kind: string }>(cursor: Cursor, grammar: Grammar<Leaf>): Tree<Leaf> => {
  const { text, at } = cursor
  const operator = operatorAt(text, at)
  if (operator === 'NOT') {
    stepOver(cursor, 'NOT')
    return nested(cursor, at, () => not(parseUnary(cursor, grammar)))
  }
  if (operator) {
    throw new SearchFault(
      at,
      operator.length,
      `nothing precedes ${operator}; put quotation marks around it to find the word`,
    )
  }
  if (text[at] === '(') return nested(cursor, at, () => readGroup(cursor, grammar))
  if (text[at] !== '-' || !grammar.minus(cursor)) return grammar.leaf(cursor)
  cursor.at++
  if (cursor.at >= text.length || text[cursor.at] === ')' || isSpace(text, cursor.at)) {
    throw new SearchFault(at, 1, 'a minus sign must stand directly before what it excludes')
  }
  return nested(cursor, at, () => not(parseUnary(cursor, grammar)))
}

/** Reads what stands between the parenthesis at the cursor and the one that closes it. */
export const parseGroup = <Leaf extends { kind: string }>(
  cursor: Cursor,
  leaf: ReadLeaf<Leaf>,
  minus: MinusExcludes,
): Tree<Leaf> => nested(cursor, cursor.at, () => readGroup(cursor, { leaf, minus }))

const readGroup = <Leaf extends { kind: string }>(cursor: Cursor, grammar: Grammar<Leaf>): Tree<Leaf> => {
  const opened = cursor.at
  cursor.at = skipSpaces(cursor.text, opened + 1)
  if (cursor.text[cursor.at] === ')') {
    throw new SearchFault(opened, cursor.at + 1 - opened, 'nothing stands between the parentheses')
  }
  if (cursor.at >= cursor.text.length) throw unclosed(opened)
  const inner = parseOr(cursor, grammar)
  if (cursor.text[cursor.at] !== ')') throw unclosed(opened)
  cursor.at++
  return inner
}

const unclosed = (opened: number) => new SearchFault(opened, 1, 'a closing parenthesis is missing for this one')

/** Steps over an operator, which something must follow. */
const stepOver = (cursor: Cursor, operator: string): void => {
  const start = cursor.at
  cursor.at = skipSpaces(cursor.text, start + operator.length)
  if (cursor.at < cursor.text.length && cursor.text[cursor.at] !== ')') return
  throw new SearchFault(
    start,
    operator.length,
    `nothing follows ${operator}; put quotation marks around it to find the word`,
  )
}

const nested = <T>(cursor: Cursor, at: number, read: () => T): T => {
  if (cursor.nesting >= NESTING_LIMIT) {
    throw new SearchFault(at, 1, `more than ${NESTING_LIMIT} parentheses and exclusions stand in one another`)
  }
  cursor.nesting++
  const result = read()
  cursor.nesting--
  return result
}
