import type { Search } from '../../model/search/ast.ts'
import { ALL } from '../../model/search/ast.ts'
import { type SearchReading, tryParseSearch } from '../../model/search/parse.ts'
import { printSearch } from '../../model/search/print.ts'
import { both } from '../../model/search/terms-of.ts'
import { type Sign, withValue } from '../../model/search/with-term.ts'

/** The search that asks for all of `texts` at once, or why one of them can't be read. Empty texts ask nothing. */
export const joinSearches = (texts: readonly string[]): SearchReading => {
  let search: Search = ALL
  for (const text of texts) {
    const reading = tryParseSearch(text)
    if (!reading.ok) return reading
    search = both(search, reading.search)
  }
  return { ok: true, search }
}

/** `text` with `@path:value` added to what must hold, or to what must not. A text that can't be read stays. */
export const filterTo = (text: string, path: string, value: string | null, sign: Sign): string => {
  const reading = tryParseSearch(text)
  if (!reading.ok) return text
  return value === null
    ? printSearch(both(reading.search, missing(path, sign)))
    : printSearch(withValue(reading.search, path, value, sign))
}

/** Events without the attribute; with the sign `exclude`, those that have it. */
const missing = (attribute: string, sign: Sign): Search => {
  const there: Search = { kind: 'attribute', attribute, match: { kind: 'exists' } }
  return sign === 'exclude' ? there : { kind: 'not', of: there }
}
