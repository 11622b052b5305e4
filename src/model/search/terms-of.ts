import type { Search } from './ast.ts'
import { and } from './ast.ts'
import { normalForm } from './normal-form.ts'
import { parseSearch } from './parse.ts'
import { type PrintOptions, printMatch, printSearch } from './print.ts'

/** One condition of a search, as a filter bar shows it. */
export interface Pill {
  /** The whole condition as a search of its own. */
  text: string
  negated: boolean
  /** Set if the condition is about one attribute. */
  attribute?: string
  /** With `attribute`: what stands behind the colon. */
  value?: string
}

/** The conditions that all must hold. Joined by spaces they are the search; `fromPills` puts them together again. */
export const toPills = (search: Search, options: PrintOptions = {}): Pill[] => {
  const normal = normalForm(search)
  if (normal.kind === 'all') return []
  return conjuncts(normal).map((part) => {
    const negated = part.kind === 'not'
    const inner = negated ? part.of : part
    const text = part.kind === 'all' ? '*' : printSearch(part, options)
    if (inner.kind !== 'attribute') return { text, negated }
    return { text, negated, attribute: inner.attribute, value: printMatch(inner.match) }
  })
}

/** The search of which every pill's text must hold. Throws `invalid_search` where one can't be read. */
export const fromPills = (pills: readonly Pick<Pill, 'text'>[]): Search =>
  and(pills.map((pill) => parseSearch(pill.text)))

/** The parts of a search that all must hold: of an `and` its parts, else the search itself. */
export const conjuncts = (search: Search): readonly Search[] => (search.kind === 'and' ? search.of : [search])

/** Both searches at once; `all` adds nothing. */
export const both = (one: Search, other: Search): Search => {
  if (one.kind === 'all') return other
  return other.kind === 'all' ? one : and([one, other])
}
