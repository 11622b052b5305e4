import { answerScalar } from '../../src/analyses/analytics/answer.ts'
import { type AnalyticsAttributes, AnalyticsRequest } from '../../src/analyses/analytics/definition.ts'
import type { Asking } from '../../src/analyses/asking.ts'
import { EVER } from '../../src/audience/entity.ts'
import { type ProfilesRequest, queryProfiles } from '../../src/audience/profiles/query.ts'
import { segmentIds } from '../../src/audience/segments/compile.ts'
import { resolveRule } from '../../src/audience/segments/resolve.ts'
import { SegmentDefinition } from '../../src/model/audience/rule.ts'
import type { Group, Question, Span } from './question.ts'

const PAGE = 25

const list = (name: string, request: Partial<ProfilesRequest>): Question => ({
  name: `users: ${name}`,
  ask: (asking) => queryProfiles({ limit: PAGE, ...request }, 'users', asking),
  target: { ms: 300 },
})

/** Of three clauses: went from the catalogue to an action, is from somewhere, came more than once. */
const REGULARS = SegmentDefinition.parse({
  all: [
    { performed: { sequence: [{ query: '@type:view' }, { query: '@type:action' }], same_session: true } },
    { profile: 'last_country_code:(US OR DE OR JP)' },
    { profile: 'session_count:>1' },
  ],
})

const preview = async (asking: Asking): Promise<void> => {
  const rule = await resolveRule(REGULARS, { audience: 'users', find: asking.segment, within: [] }, '')
  const ids = segmentIds(rule, { audience: 'users', scope: asking.scope(EVER.from, EVER.to) })
  await queryProfiles({ limit: 10, among: ids }, 'users', asking)
}

/** Users by the name of what they saw, of those that the filters leave. */
export const viewsByName = (span: Span, audience_filters?: object): AnalyticsAttributes => {
  const query = {
    query: { data_source: 'product_analytics', search: { query: '@type:view' } },
    compute: { aggregation: 'cardinality', metric: '@usr.id' },
    group_by: [{ facet: '@view.name', limit: 20 }],
    audience_filters,
  }
  const data = { type: 'formula_analytics_extended_request', attributes: { ...span, query } }
  return AnalyticsRequest.parse({ data }).data.attributes as AnalyticsAttributes
}

export const audience: Group = {
  name: 'Audience',
  questions: [
    list('last seen first', {}),
    list('most sessions first', { sort: { field: 'session_count', order: 'DESC' } }),
    list('by city', { sort: { field: 'last_city', order: 'ASC' } }),
    list('by a custom attribute', { sort: { field: 'user_plan', order: 'ASC' } }),
    list('of a custom attribute', { query: 'user_plan:business', sort: { field: 'session_count', order: 'DESC' } }),
    list('of a country and a browser', { query: 'last_country_code:JP last_browser_name:Firefox' }),
    list('by a part of the name', { wildcard_search_term: 'ann' }),
    { name: 'segment of three clauses, previewed', ask: preview, target: { ms: 1500 } },
    {
      name: 'users by view name',
      ask: (asking, span) => answerScalar(viewsByName(span), asking),
      target: { scans: 6 },
      reads: { types: ['view'], columns: ['date', 'view_name', 'usr_id', 'usr_anonymous_id'] },
    },
    {
      name: 'users by view name, of users who came twice',
      ask: (asking, span) =>
        answerScalar(viewsByName(span, { users: [{ name: 'back', query: 'session_count:>1' }] }), asking),
      target: { scans: 9 },
      reads: { types: ['view'], columns: ['date', 'view_name', 'usr_id', 'usr_anonymous_id'] },
    },
  ],
}
