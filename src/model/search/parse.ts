import type { ErrorSource } from '../../lib/errors.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { Search } from './ast.ts'
import { ALL, attributeMatch, term } from './ast.ts'
import { parseValue } from './parse-match.ts'
import { type Cursor, parseTree } from './parse-tree.ts'
import { readQuoted, readWord, SearchFault, skipSpaces } from './tokenize.ts'
import { isManyOnly, literal, literalOf } from './value-pattern.ts'

/** The longest text that is read, in UTF-16 units. */
export const SEARCH_LENGTH_LIMIT = 65_536

/** `position` counts UTF-16 units from 1, `length` is how many of them are at fault (0 at the end of the text). */
export type SearchReading =
  | { ok: true; search: Search }
  | { ok: false; position: number; length: number; reason: string }

/**
 * Reads a search. Throws `invalid_search` with the character's position (from 1) and what would be right; `source`
 * says where in a request the text stands.
 */
export const parseSearch = (text: string, source?: ErrorSource): Search => {
  const reading = tryParseSearch(text)
  if (reading.ok) return reading.search
  throw new WaywornError('invalid_search', { position: reading.position, reason: reading.reason }, source)
}

/** Reads a search without throwing, for texts that are still being typed. */
export const tryParseSearch = (text: string): SearchReading => {
  try {
    return { ok: true, search: read(text) }
  } catch (error) {
    if (!(error instanceof SearchFault)) throw error
    return { ok: false, position: error.at + 1, length: error.length, reason: error.message }
  }
}

const read = (text: string): Search => {
  if (text.length > SEARCH_LENGTH_LIMIT) {
    throw new SearchFault(
      SEARCH_LENGTH_LIMIT,
      text.length - SEARCH_LENGTH_LIMIT,
      `the search is longer than ${SEARCH_LENGTH_LIMIT} characters`,
    )
  }
  const cursor: Cursor = { text, at: skipSpaces(text, 0), nesting: 0 }
  if (cursor.at === text.length) return ALL
  const search = parseTree(cursor, parseTerm, minusExcludes)
  if (cursor.at < text.length) {
    throw new SearchFault(cursor.at, 1, 'this parenthesis closes nothing; remove it, or put a backslash before it')
  }
  return search
}

const minusExcludes = () => true

const parseTerm = (cursor: Cursor): Search => {
  const { text, at } = cursor
  if (text[at] === '"') return parsePhrase(cursor)
  const word = readWord(text, at, ':')
  cursor.at = word.end
  if (text[word.end] === ':') return parseAttribute(cursor, at, word.wild, literalOf(word.pattern))
  refuseJoined(cursor)
  if (text[at] === '@') {
    throw new SearchFault(at, word.end - at, 'a colon and a value are missing after the attribute, as in @type:view')
  }
  if (word.angle !== undefined) {
    throw new SearchFault(word.angle, 1, 'a comparison needs a colon before it, as in @view.error.count:>1')
  }
  return isManyOnly(word.pattern) ? ALL : term(word.pattern)
}

const parsePhrase = (cursor: Cursor): Search => {
  const start = cursor.at
  const quoted = readQuoted(cursor.text, start)
  cursor.at = quoted.end
  if (cursor.text[quoted.end] === ':') {
    throw new SearchFault(
      start,
      quoted.end - start,
      "an attribute's name can't be quoted; escape its spaces, as in @my\\ key:1",
    )
  }
  refuseGlued(cursor)
  return term(literal(quoted.text))
}

/** The cursor stands on the colon. */
const parseAttribute = (cursor: Cursor, start: number, wild: number | undefined, name: string | undefined): Search => {
  if (wild !== undefined) {
    throw new SearchFault(wild, 1, "a wildcard can't stand in an attribute's name; put a backslash before it")
  }
  const attribute = cursor.text[start] === '@' ? name!.slice(1) : name!
  if (attribute === '') throw new SearchFault(start, cursor.at - start + 1, 'the name of an attribute is missing')
  cursor.at++
  const match = parseValue(cursor)
  return attributeMatch(attribute, match)
}

/** After a word: a parenthesis or a quotation mark may not touch it. */
const refuseJoined = ({ text, at }: Cursor): void => {
  const what = text[at] === '(' ? 'a parenthesis' : text[at] === '"' ? 'a quotation mark' : undefined
  if (what) throw new SearchFault(at, 1, `${what} inside of a word needs a backslash before it, or a space`)
}

/** After a closing quotation mark. */
const refuseGlued = ({ text, at }: Cursor): void => {
  if (at < text.length && text[at] !== ')' && skipSpaces(text, at) === at) {
    throw new SearchFault(at, 1, 'a space is missing after the closing quotation mark')
  }
}
