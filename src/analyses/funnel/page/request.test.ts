import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SegmentDefinition } from '../../../model/audience/rule.ts'
import { parseSearch } from '../../../model/search/parse.ts'
import { aliasOf, type Request } from '../../journey/page/request.ts'
import type { Step } from '../../journey/page/step.ts'
import { FunnelRequest, JourneyFormulaRequest, JourneyListRequest } from '../definition.ts'
import { FIRST_COUNTING } from './counting.ts'
import { driversRequest } from './drivers.ts'
import { fixedOnly } from './optional.ts'
import type { Chosen } from './people-address.ts'
import { FIRST_QUESTION, isWhole, type Question } from './question.ts'
import { funnelRequest, listRequest, nextRequest, timeRequest } from './request.ts'
import { questions } from './testing/questions.ts'
import { draftOfTrait } from './trait-draft.ts'

const AROUND = {
  span: { from: 1000, to: 90_000_000 },
  zone: 'Europe/Paris',
  app: 'app-1',
  filter: '@session.type:user',
  segment: 'almost',
}
const STEPS: readonly [Step, Step] = [
  { events: [{ kind: 'view' as const, name: '/home' }], filter: '' },
  {
    events: [
      { kind: 'action' as const, name: 'Buy "now"' },
      { kind: 'server' as const, name: null },
    ],
    filter: '@geo.country:DE',
  },
]
const QUESTION: Question = { ...FIRST_QUESTION, steps: STEPS }
const bodyOf = (request: Request) => (request.ok ? request.body : request)

test('a step that may be left out is named so; whoever is lost after it is asked from the step before it', () => {
  const [first, second] = STEPS
  const question: Question = { ...QUESTION, steps: [first, { ...second, optional: true }, second] }
  expect(bodyOf(funnelRequest(question, AROUND))).toMatchObject({
    data: { attributes: { query: { counting: { optional_steps: ['B'] } } } },
  })
  const target = { type: 'path', start: 'A', end: 'C' }
  const chosen: Chosen = { step: 3, side: 'lost' }
  expect(bodyOf(listRequest(question, AROUND, chosen, 10))).toMatchObject({
    data: { attributes: { query: { counting: { optional_steps: ['B'] }, target } } },
  })
  const ways = { correction: 'none' as const, attributes: [] }
  expect(bodyOf(driversRequest(question, AROUND, chosen, ways))).toMatchObject({
    data: { attributes: { query: { target } } },
  })
  const excluded = { event: second.events[0]!, from: 1, to: 3 }
  const alone = fixedOnly({ ...question, counting: { ...FIRST_COUNTING, exclusions: [excluded] } })
  expect(alone.steps).toEqual(STEPS)
  expect(alone.counting.exclusions).toEqual([{ ...excluded, to: 2 }])
})

test('a question becomes the published request', () => {
  const question: Question = { ...QUESTION, per: 'user', within: '2h', by: { path: 'device.type', limit: 7, step: 2 } }
  expect(funnelRequest(question, AROUND)).toEqual({
    ok: true,
    path: '/api/v2/product-analytics/journey/funnel',
    body: {
      data: {
        type: 'journey_request',
        attributes: {
          from: 1000,
          to: 90_000_000,
          query: {
            search: {
              expression: 'A -> B',
              node_objects: {
                A: { data_source: 'product_analytics', search: { query: '@type:view @view.name:/home' } },
                B: {
                  data_source: 'product_analytics',
                  search: { query: '(@type:action AND @action.name:"Buy \\"now\\"" OR @type:server) @geo.country:DE' },
                },
              },
              join_keys: { primary: '@usr.id' },
              filters: {
                string_filter: '@application.id:app-1 @session.type:user',
                audience_filters: { segments: [{ name: 'segment', segment_id: 'almost' }] },
                graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: 7_200_000 }],
              },
            },
            compute: { aggregation: 'cardinality', metric: '__dd.conversion', elapsed: ['median'] },
            group_by: [
              {
                facet: '@device.type',
                limit: 7,
                should_exclude_missing: false,
                target: { type: 'node', value: 'B' },
                other: true,
              },
            ],
          },
        },
      },
    },
  })
})

test('whatever is asked, the server takes it, and its searches can be read', () => {
  fc.assert(
    fc.property(
      questions.filter((q) => isWhole(q) && q.steps.every((s) => !s.filter.endsWith('\\'))),
      (question) => {
        const funnel = FunnelRequest.parse(bodyOf(funnelRequest(question, AROUND)))
        JourneyFormulaRequest.parse(bodyOf(timeRequest(question, AROUND)))
        JourneyListRequest.parse(bodyOf(listRequest(question, AROUND, { step: 2, side: 'lost', group: 'x' }, 100)))
        FunnelRequest.parse(bodyOf(nextRequest(question, AROUND, 'action', 5)))
        const trait = { kind: 'behaviour' as const, of: 'slow_view' as const, name: '/a', first: false }
        const draft = draftOfTrait(question, AROUND, { step: 2, group: 'x' }, trait)
        if (draft) expect(SegmentDefinition.parse(draft.rule)).toEqual(draft.rule)
        const { search } = funnel.data.attributes.query
        expect(search.expression.split(' -> ')).toEqual(question.steps.map((_, i) => aliasOf(i)))
        for (const node of Object.values(search.node_objects)) parseSearch(node.search.query)
      },
    ),
    { numRuns: 50 },
  )
})

test('a list asks for those who reached a step, or who made the one before it only', () => {
  const query = (request: Request) =>
    (bodyOf(request) as { data: { attributes: { query: object } } }).data.attributes.query
  expect(query(listRequest(QUESTION, AROUND, { step: 2, side: 'reached' }, 10))).toMatchObject({
    target: { type: 'node', value: 'B' },
    conversion_type: 'conversion',
    limit: 10,
  })
  expect(query(listRequest(QUESTION, AROUND, { step: 2, side: 'lost' }, 10))).toMatchObject({
    target: { type: 'path', start: 'A', end: 'B' },
    conversion_type: 'drop-off',
  })
})

test('a trait becomes a segment of those who came as far and have it', () => {
  const trait = { kind: 'attribute' as const, facet: '@geo.country', value: 'Nepal' }
  const around = { ...AROUND, filter: '@env:prod', segment: 'almost', app: '' }
  const by = { path: 'device.type', limit: 5, step: 1 }
  const steps = [{ events: [{ kind: 'view' as const, name: '/a' }], filter: '' }, STEPS[1]!]
  const draft = draftOfTrait({ ...QUESTION, steps, by }, around, { step: 2, group: 'Mobile' }, trait)
  expect(draft).toMatchObject({
    audience: 'users',
    rule: {
      all: [
        {
          performed: {
            sequence: [{ query: '@type:view @view.name:/a env:prod @device.type:Mobile @geo.country:Nepal' }],
            same_session: true,
            time_frame: AROUND.span,
          },
        },
        { segment: 'almost' },
      ],
    },
  })
  expect(
    draftOfTrait({ ...QUESTION, steps, by: { ...by, step: 2 } }, around, { step: 2, group: 'x' }, trait),
  ).toBeNull()
})

test('a filter that can not be read is told with its text', () => {
  const broken = { ...QUESTION, steps: [STEPS[0]!, { ...STEPS[1]!, filter: '@a:(' }] }
  expect(funnelRequest(broken, AROUND)).toMatchObject({ ok: false, text: '@a:(' })
  expect(funnelRequest(QUESTION, { ...AROUND, filter: '(' })).toMatchObject({ ok: false, text: '(' })
})

test('a preset brings its window, and what is compared is asked for its own people', () => {
  const counting = { ...FIRST_COUNTING, preset: 'mixpanel' as const }
  const asked = (question: Partial<Question>, segment = 'almost') =>
    (bodyOf(funnelRequest({ ...QUESTION, per: 'user', ...question }, { ...AROUND, segment })) as Body).data.attributes
  expect(asked({ counting }).query).toMatchObject({
    search: { filters: { graph_filters: [{ value: 604_800_000 }] } },
    counting: { preset: 'mixpanel' },
  })
  const versus = { kind: 'segments' as const, ids: ['x'] }
  expect(asked({ versus })).toMatchObject({ compare: { segments: ['x'] }, time_zone: 'Europe/Paris' })
  const list = (chosen: Chosen, question: Partial<Question>) =>
    (bodyOf(listRequest({ ...QUESTION, ...question }, AROUND, chosen, 10)) as Body).data.attributes
  expect(list({ step: 2, side: 'lost', group: 'x' }, { versus }).query.search.filters.audience_filters).toEqual({
    segments: [
      { name: 'segment', segment_id: 'almost' },
      { name: 'also', segment_id: 'x' },
    ],
  })
  const period = { kind: 'period' as const, to: 'previous' as const }
  expect(list({ step: 2, side: 'lost', group: '5-9' }, { versus: period })).toMatchObject({ from: 5, to: 9 })
  expect(list({ step: 2, side: 'lost', group: 'own' }, { versus: period })).toMatchObject(AROUND.span)
  const took = { start: 1, from: 1000, to: 2000 }
  expect(list({ step: 2, side: 'reached', took }, {}).query.elapsed).toEqual({
    start: 'A',
    end: 'B',
    from: 1000,
    to: 2000,
  })
})

// biome-ignore lint/suspicious/noExplicitAny: looks into whatever the page asks
type Body = { data: { attributes: any } }
