import { useQuery } from '@tanstack/react-query'
import { printSearch, printValue } from '../../../model/search/print.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { joinSearches } from '../../../ui/filter/search-text.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'

/** Recorded sessions in which something happened, each with when it did first, epoch ms; the newest first. */
export interface Matched {
  sessions: ReadonlyMap<string, number>
  /** There are more such events, or sessions, than were looked at. */
  isCut: boolean
}

const MOST_EVENTS = 10_000
const MOST_SESSIONS = 500
const PATH = '/api/v2/product-analytics/analytics/list'

interface Answer {
  data: { attributes: { records: Record<string, unknown>[]; total_count: number } }
}

/** The sessions with an event that a search finds; `undefined` asks for nothing. */
export const useMatchedSessions = (search: string | undefined, surroundings: Surroundings) => {
  const ask = useAsk()
  const { span, app, filter, segment } = surroundings
  const own = ['@session.has_replay:true', app && `@application.id:${printValue(app)}`].filter(Boolean).join(' ')
  const reading = joinSearches([own, search ?? '', filter])
  const query = {
    query: {
      data_source: 'product_analytics',
      search: { query: reading.ok ? printSearch(reading.search) : `${own} (${search}) ${filter}` },
    },
    columns: ['@session.id', '@date'],
    sort: { facet: '@date', order: 'desc' },
    limit: MOST_EVENTS,
    ...audienceOf(segment),
  }
  const body = {
    data: { type: 'formula_analytics_extended_list_request', attributes: { from: span.from, to: span.to, query } },
  }
  return useQuery({
    queryKey: ['answer', 'matched-sessions', body],
    enabled: search !== undefined,
    queryFn: async ({ signal }): Promise<Matched> => {
      const { records, total_count } = (await ask<Answer>({ method: 'POST', path: PATH, body, signal })).data.attributes
      const first = new Map<string, number>()
      for (const record of records) {
        const session = String(record['@session.id'] ?? '')
        if (session !== '' && (first.has(session) || first.size < MOST_SESSIONS))
          first.set(session, Number(record['@date']))
      }
      return { sessions: first, isCut: records.length < total_count || first.size === MOST_SESSIONS }
    },
  })
}
