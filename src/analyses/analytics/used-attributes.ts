import { WaywornError } from '../../lib/errors.ts'
import { withoutAt } from '../../model/attribute.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { parseSearch } from '../../model/search/parse.ts'
import type { AnalyticsRequest, ListRequest } from './definition.ts'

/**
 * The attributes that a request asks for, with `@`, sorted. Throws `invalid_search` for a search that can't be read,
 * pointing at it; `at` is where the request stands in the body.
 */
export const usedAttributes = (request: AnalyticsRequest | ListRequest, at: string): string[] => {
  const { attributes } = request.data
  const used = new Set<string>()
  const add = (path: string | undefined) => path !== undefined && used.add(`@${withoutAt(path)}`)
  const search = (text: string, pointer: string) => {
    for (const path of attributesOf(readSearch(text, `${pointer}/query/search/query`))) add(path)
  }
  if (request.data.type === 'formula_analytics_extended_list_request') {
    const { query } = request.data.attributes as ListRequest['data']['attributes']
    search(query.query.search.query, `${at}/data/attributes/query`)
    for (const column of query.columns) add(column)
    add(query.sort?.facet)
    return [...used].sort()
  }
  const { query, queries } = attributes as AnalyticsRequest['data']['attributes']
  for (const [i, one] of (queries ?? [query!]).entries()) {
    search(one.query.search.query, `${at}/data/attributes/${query ? 'query' : `queries/${i}`}`)
    add(one.compute.metric)
    for (const group of one.group_by) {
      add(group.facet)
      add(group.sort?.metric)
    }
  }
  return [...used].sort()
}

/** Throws `invalid_field` at `pointer` for a search that can't be read. */
export const readSearch = (text: string, pointer: string) => {
  try {
    return parseSearch(text)
  } catch (error) {
    if (!(error instanceof WaywornError)) throw error
    const reason = error.message.replace(/\.$/, '')
    throw new WaywornError('invalid_field', { field: 'search.query', reason }, { pointer })
  }
}
