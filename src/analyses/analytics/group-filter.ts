import { printAttribute, printSearch } from '../../model/search/print.ts'
import { filterTo, joinSearches } from '../../ui/filter/search-text.ts'
import type { Breakdown } from './address.ts'
import { MISSING_TAG, OTHER_TAG } from './result.ts'

/** The filter with the group asked for. "Other" is what is none of the groups that are shown, by the first breakdown. */
export const filterOfGroup = (
  filter: string,
  by: readonly Breakdown[],
  tags: readonly string[],
  all: readonly (readonly string[])[],
): string => {
  let next = filter
  by.forEach(({ path }, i) => {
    const tag = tags[i]
    if (tag === undefined) return
    if (tag !== OTHER_TAG) {
      next = filterTo(next, path, tag === MISSING_TAG ? null : tag, 'include')
      return
    }
    const shown = new Set(all.filter((t) => t.slice(0, i).join('\0') === tags.slice(0, i).join('\0')).map((t) => t[i]!))
    for (const one of shown)
      if (one !== OTHER_TAG) next = filterTo(next, path, one === MISSING_TAG ? null : one, 'exclude')
  })
  return next
}

/** The filter with only events whose number lies in the range. */
export const filterOfRange = (filter: string, path: string, [from, to]: readonly [number, number]): string => {
  const name = printAttribute(path)
  const reading = joinSearches([filter, `${name}:>=${from}`, `${name}:<${to}`])
  return reading.ok ? printSearch(reading.search) : filter
}
