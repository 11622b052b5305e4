import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICATION } from '../../test/support/application.ts'
import { caughtUp } from '../../test/support/caught-up.ts'
import { type ListeningHouse, openListeningHouse } from '../../test/support/listening-house.ts'
import { fillDemo, trafficOf } from './fill.ts'
import { askAt, postTo } from './post.ts'
import { type CohortTruth, type PeopleTruth, type Truth, truthOf } from './traffic/truth.ts'

/** What was planted in the demo's traffic is what the API says when it is asked as a person would. */

const SIZE = { now: Date.now(), days: 28, sessions: 500, applicationId: APPLICATION.id }

let house: ListeningHouse
let truth: Truth

beforeAll(async () => {
  house = await openListeningHouse([], { WAYWORN_TRUST_PROXY: '1' })
  await fillDemo({ ...SIZE, send: postTo(askAt(house.url), APPLICATION.token) })
  truth = truthOf(trafficOf(SIZE))
  await caughtUp(house.url)
}, 300_000)
afterAll(() => house?.close())

// biome-ignore lint/suspicious/noExplicitAny: answers in the published shapes, read by path
type Answer = any

const ask = async (path: string, type: string, attributes: object): Promise<Answer> => {
  const { status, body } = await house.question(path, type, attributes)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.data.attributes
}

const span = () => ({ from: truth.options.from, to: truth.options.to + 1 })

interface Asked {
  aggregation?: string
  metric?: string
  by?: string
  from?: number
  to?: number
}

const columns = async (query: string, { aggregation = 'count', metric, by, ...when }: Asked = {}) =>
  (
    await ask('analytics/scalar', 'formula_analytics_extended_request', {
      ...span(),
      ...when,
      query: {
        query: { data_source: 'product_analytics', search: { query } },
        compute: { aggregation, ...(metric ? { metric } : {}) },
        ...(by ? { group_by: [{ facet: by, limit: 100 }] } : {}),
      },
    })
  ).columns

const number = async (query: string, asked?: Asked): Promise<number> => (await columns(query, asked))[0].values[0]

const distinct = (query: string, metric: string, asked: Asked = {}) =>
  number(query, { ...asked, aggregation: 'cardinality', metric })

const byGroup = async (query: string, by: string, asked: Asked = {}): Promise<Record<string, number>> => {
  const [groups, values] = await columns(query, { ...asked, by })
  return Object.fromEntries(groups.values.map((group: string[], i: number) => [group[0], values.values[i]]))
}

test('how much there is', async () => {
  const { totals } = truth
  expect({
    sessions: await number('@type:session'),
    views: await number('@type:view'),
    actions: await number('@type:action'),
    errors: await number('@type:error'),
    users: await distinct('@type:view', '@usr.id'),
    accounts: await distinct('*', '@account.id'),
  }).toMatchObject({ ...totals, users: expect.any(Number) })
})

test('the campaign: who came by it', async () => {
  const query = `@type:view @view.url_query.utm_campaign:${truth.campaign.name}`
  expect(truth.campaign.views).toBeGreaterThan(10)
  expect(await number(query)).toBe(truth.campaign.views)
  expect(await distinct(query, '@session.id')).toBe(truth.campaign.sessions)
  expect(await distinct(query, '@usr.anonymous_id')).toBe(truth.campaign.devices)
})

test('the broken release: errors by version', async () => {
  const found = await byGroup('@type:error @view.url_path:/checkout', 'version')
  expect(truth.brokenRelease.errorsOnCheckout).toBeGreaterThan(0)
  expect(found).toEqual(truth.brokenRelease.errorsOnCheckoutByVersion)
})

test('the slow page: loading time by page', async () => {
  const asked = { aggregation: 'pc75', metric: '@view.loading_time' }
  const found = await byGroup('@type:view', '@view.url_path_group', asked)
  const [low, high] = truth.slowPage.bounds
  expect(found[truth.slowPage.path]).toBeGreaterThanOrEqual(low)
  expect(found[truth.slowPage.path]).toBeLessThanOrEqual(high)
  expect(Object.entries(found).sort(([, a], [, b]) => b - a)[0]![0]).toBe(truth.slowPage.path)
})

test('the wave of bots', async () => {
  const { from, to, views, sessions } = truth.botWave
  const query = '@type:view @device.type:Bot'
  expect(views).toBeGreaterThan(20)
  expect(await number(query, { from, to })).toBe(views)
  expect(await distinct(query, '@session.id', { from, to })).toBe(sessions)
})

test('the checkout that loses people on one browser: a funnel', async () => {
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  const stepsOf = async (filter: string): Promise<number[]> => {
    const search = {
      expression: 'A -> B',
      node_objects: { A: node('@type:view @view.url_path:/checkout'), B: node('@type:view @view.url_path:/done') },
      join_keys: { primary: '@session.id', secondary: [] },
      filters: { string_filter: filter },
    }
    const answer = await ask('journey/funnel', 'journey_request', { ...span(), query: { search, compute: {} } })
    return answer.funnel_steps.map((step: { value: number }) => step.value)
  }
  const { firefox, others } = truth.checkout
  expect(await stepsOf('@browser.name:Firefox')).toEqual([firefox.checkout, firefox.done])
  expect(await stepsOf('-@browser.name:Firefox')).toEqual([others.checkout, others.done])
})

test.each(['retained', 'churning'] as const)('the %s cohort: retention by week', async (which) => {
  const cohort: CohortTruth = truth.cohorts[which]
  const search = {
    retention_entity: '@usr.id',
    return_condition: 'conversion_on',
    cohort_criteria: {
      base_query: { data_source: 'product_analytics', search: { query: cohort.query } },
      time_interval: { type: 'calendar', value: { type: 'week' } },
    },
  }
  const attributes = { ...span(), query: { search, compute: { metric: '__dd.retention' } } }
  const { cohorts } = await ask('retention/grid', 'retention_grid_request', attributes)
  const raw = cohorts.filter((one: Answer) => one.type === 'raw')
  expect(raw.map((one: Answer) => one.cohort_size)).toEqual(cohort.every.sizes)
  expect(raw.map((one: Answer) => one.cells.map((cell: Answer) => cell.cell_count ?? 0))).toEqual(cohort.every.returned)
})

const cart = { query: '@type:view @view.url_path:/cart' }
const inOneSession = (sequence: object[], { from, to }: PeopleTruth) => ({
  performed: { sequence, same_session: true, time_frame: { from, to: to + 1 } },
})
const peopleOf = async (definition: object): Promise<string[]> => {
  const { count, sample } = await ask('segments/preview', 'segment_preview', {
    audience: 'users',
    definition,
    limit: 100,
  })
  expect(sample).toHaveLength(count)
  return sample.map((one: { user_id: string }) => one.user_id).sort()
}

test('a segment: who saw the cart and did not check out', async () => {
  const steps = [cart, { query: '@type:action @action.target.name:CHECKOUT', did_not: true }]
  expect(truth.almostBought.users.length).toBeGreaterThan(3)
  expect(await peopleOf(inOneSession(steps, truth.almostBought))).toEqual(truth.almostBought.users)
})

test('a segment: who in Brazil went from the cart to the checkout in one session', async () => {
  const inBrazil = (path: string) => ({ query: `@type:view @view.url_path:${path} @geo.country_iso_code:BR` })
  const steps = [inBrazil('/cart'), inBrazil('/checkout')]
  expect(truth.brazil.users.length).toBeGreaterThan(0)
  expect(await peopleOf(inOneSession(steps, truth.brazil))).toEqual(truth.brazil.users)
})

test('what was bought, by its custom attribute', async () => {
  const query = '@type:action @action.name:purchase'
  expect(await number(query)).toBe(truth.purchases.count)
  const revenue = await number(query, { aggregation: 'sum', metric: '@context.revenue_cents' })
  expect(revenue).toBe(truth.purchases.revenueCents)
})

test('what the backend told', async () => {
  expect(await byGroup('@type:server', '@event.name')).toEqual(truth.serverEvents)
})

test('the recorded sessions, each with what was recorded', async () => {
  const found = await byGroup('@type:view @session.has_replay:true', '@session.id')
  const recorded = truth.recorded.sessions
  expect(Object.keys(found).sort()).toEqual(recorded)
  for (const session of recorded.slice(0, 3)) {
    const views = await byGroup(`@type:view @session.id:${session}`, '@view.id')
    const segments = await Promise.all(
      Object.keys(views).map((view) =>
        house.ask('GET', `/api/v2/rum/replay/sessions/${session}/views/${view}/segments`),
      ),
    )
    for (const answer of segments) expect(answer.body.data[0].attributes).toMatchObject({ has_full_snapshot: true })
  }
})

test('nothing was set aside', async () => {
  const { body } = await house.ask('GET', '/api/v2/wayworn/set-aside')
  expect(body.data ?? body).toEqual([])
})
