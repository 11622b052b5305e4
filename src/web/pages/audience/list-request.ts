import type { Rule } from '../../../model/audience/rule.ts'
import { term } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { wildcards } from '../../../model/search/value-pattern.ts'
import type { Audience } from '../../../ui/ask/profile-facets.ts'
import type { Span, TimeRange } from '../../../ui/time/range.ts'
import { parseLast } from '../../../ui/time/range.ts'
import { AUDIENCES } from './audiences.ts'
import type { ListQuestion } from './list-address.ts'

export interface ProfilesRequest {
  path: string
  body: object
}

const API = '/api/v2/product-analytics'

/** The published question for these profiles, so many of them from a place of the order on. */
export const profilesRequest = (
  question: ListQuestion,
  audience: Audience,
  span: Span,
  { offset, limit }: { offset: number; limit: number },
): ProfilesRequest => {
  const { id, name, others, columns, request } = AUDIENCES[audience]
  const attributes = {
    query: question.profile,
    select_columns: [...new Set([id, name, ...others, ...(question.columns ?? columns)])],
    sort: { field: question.sort.field, order: question.sort.order.toUpperCase() },
    limit,
    ...(offset && { offset }),
    ...(question.find && { wildcard_search_term: question.find }),
    ...(question.members && { segment_id: question.members }),
    ...(question.did !== null && { event_query: { query: question.did, time_frame: inSeconds(span) } }),
  }
  if (question.did === null || audience === 'accounts') {
    return { path: `${API}/${audience}/query`, body: { data: { type: request, attributes } } }
  }
  const data = { type: 'query_event_filtered_users_request', attributes: { ...attributes, include_row_count: true } }
  return { path: `${API}/users/event_filtered_query`, body: { data } }
}

/** Whole seconds around it: the API knows no others. */
const inSeconds = ({ from, to }: Span) => ({ start: Math.floor(from / 1000), end: Math.ceil(to / 1000) })

const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' } as const

/** The rule that finds the same people, for a segment. A time that moves with the clock goes on moving. */
export const ruleOfList = (question: ListQuestion, time: TimeRange, span: Span): Rule => {
  const rules: Rule[] = []
  if (question.find) rules.push({ profile: printSearch(term(wildcards(question.find)), { bare: true }) })
  if (question.profile) rules.push({ profile: question.profile })
  if (question.did !== null) {
    const last = 'last' in time ? parseLast(time.last) : null
    const unit = last && last.unit !== 's' ? UNITS[last.unit] : null
    const time_frame = unit ? { value: last!.count, unit } : { from: span.from, to: span.to }
    rules.push({ performed: { sequence: [{ query: question.did }], time_frame } })
  }
  if (question.members) rules.push({ segment: question.members })
  return { all: rules }
}
