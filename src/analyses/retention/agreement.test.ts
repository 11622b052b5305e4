import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type SlowRetention, slowRetention } from '../../../test/support/evaluator/retention.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerGrid, answerList } from './answer.ts'
import { RetentionGridRequest, RetentionListRequest } from './definition.ts'

const store = storeOfFile()

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Zones and days around which their clocks change, if they do. */
const PLACES: readonly (readonly [zone: string, day: string])[] = [
  ['UTC', '2026-02-27'],
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['Asia/Kathmandu', '2026-01-01'],
  ['Pacific/Chatham', '2026-04-05'],
  ['Pacific/Chatham', '2026-09-27'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Santiago', '2026-09-06'],
]

interface Case {
  zone: string
  from: number
  to: number
  now: number
  cohort: SlowRetention['cohort']
  returns: SlowRetention['returns'] | undefined
  returnName: '/a' | '/b' | '*' | undefined
  orAfter: boolean
  firstTime: boolean
  byAccount: boolean
  grouped: boolean
  events: PlainEvent[]
}

const unit = fc.constantFrom('day' as const, 'week' as const, 'month' as const)
const returns = fc.oneof(
  fc.record({ kind: fc.constant('calendar' as const), unit }),
  fc.record({ kind: fc.constant('fixed' as const), unit, every: fc.integer({ min: 1, max: 5 }) }),
)

const cases: fc.Arbitrary<Case> = fc
  .record({ place: fc.constantFrom(...PLACES), cohort: fc.record({ unit, weekStart: fc.constantFrom(0, 6) }) })
  .chain(({ place: [zone, day], cohort }) => {
    const days = { day: 9, week: 40, month: 120 }[cohort.unit]
    const middle = Date.parse(`${day}T00:00:00Z`)
    const hours = Math.floor((days / 2) * 24)
    const quarter = (min: number, max: number) =>
      fc.integer({ min: min * 4, max: max * 4 }).map((n) => middle + (n * HOUR) / 4)
    // many at the same instants, and many close to where days begin
    const time = fc.oneof(quarter(-hours, hours), quarter(-15, 15), quarter(-2, 2))
    const event = fc.record({
      name: fc.constantFrom('/a', '/b', '/c'),
      at: time,
      who: fc.integer({ min: 0, max: 3 }),
      country: fc.constantFrom('FR', 'NP', ''),
    })
    return fc.record({
      zone: fc.constant(zone),
      cohort: fc.constant(cohort),
      from: quarter(-hours, -hours / 2),
      to: quarter(hours / 2, hours),
      now: fc.oneof(fc.constant(middle + 1000 * DAY), quarter(-hours, hours)),
      returns: fc.option(returns, { nil: undefined }),
      returnName: fc.constantFrom('/a', '/b', '*', undefined),
      orAfter: fc.boolean(),
      firstTime: fc.boolean(),
      byAccount: fc.boolean(),
      grouped: fc.boolean(),
      events: fc.array(event, { maxLength: 40 }).map((all) =>
        all.map(({ who, country, ...rest }, i) => ({
          ...rest,
          type: 'view' as const,
          session: `s${who}-${i % 3}`,
          ...(who ? { user: `u${who}`, account: `a${who % 2}` } : {}),
          ...(country ? { country } : {}),
          settled: (who + i) % 3 === 0,
        })),
      ),
    })
  })

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const views = (name: string) => ({
  data_source: 'product_analytics',
  search: { query: name === '*' ? '@type:view' : `@type:view @view.name:${name}` },
})

const searchOf = (one: Case) => {
  const calendar = (type: string) => ({
    type: 'calendar',
    value: {
      type,
      timezone: one.zone,
      ...(type === 'week' && one.cohort.unit === 'week' ? { alignment: WEEKDAYS[one.cohort.weekStart!] } : {}),
    },
  })
  const { returns } = one
  const back = !returns
    ? undefined
    : returns.kind === 'calendar'
      ? calendar(returns.unit)
      : { type: 'fixed', unit: returns.unit, value: returns.every }
  return {
    retention_entity: one.byAccount ? '@account.id' : '@usr.id',
    return_condition: one.orAfter ? 'conversion_on_or_after' : 'conversion_on',
    cohort_criteria: { base_query: views('/a'), time_interval: calendar(one.cohort.unit), first_time: one.firstTime },
    ...(one.returnName || back
      ? { return_criteria: { base_query: views(one.returnName ?? '/a'), time_interval: back } }
      : {}),
  }
}

const slow = (one: Case): SlowRetention => {
  const same = (one.returnName ?? '/a') === '/a'
  return {
    ...one,
    returns: one.returns ?? { kind: 'calendar', unit: one.cohort.unit },
    isStart: (event) => event.name === '/a',
    isReturn: (event) => one.returnName === '*' || event.name === (one.returnName ?? '/a'),
    same,
    entityOf: (event) => (one.byAccount ? event.account : event.user),
    ...(one.grouped ? { groupOf: (event: PlainEvent) => event.country ?? 'N/A' } : {}),
  }
}

const fast = async (one: Case) => {
  const { attributes } = RetentionGridRequest.parse({
    data: {
      type: 'retention_grid_request',
      attributes: {
        from: one.from,
        to: one.to,
        query: {
          search: searchOf(one),
          compute: { metric: '__dd.retention' },
          group_by: one.grouped ? [{ facet: '@geo.country', target: 'cohort' }] : [],
        },
      },
    },
  }).data
  const { cohorts } = await store.ask(one.now, (asking) => answerGrid(attributes, asking))
  const groups = new Map<string, object[]>()
  for (const { type, group_tags, cohort_size, cells } of cohorts) {
    if (type === 'aggregated') continue
    const key = group_tags.join()
    const found = groups.get(key) ?? []
    groups.set(key, found)
    found.push({
      size: cohort_size,
      counts: cells.map((cell) => ('cell_count' in cell ? cell.cell_count : null)),
      partial: cells.map((cell) => cell.is_partial_data),
    })
  }
  return groups
}

const sorted = (groups: ReadonlyMap<string, object[]>) => [...groups].sort(([a], [b]) => (a < b ? -1 : 1))

test('every grid is the one that slow counting gives, and lists name the entities that their cells count', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), fc.nat(), fc.nat(), async (one, listed, c, k) => {
      await store.fill(one.events)
      const expected = [...slowRetention(one.events, slow(one))].map(
        ([key, cohorts]) => [key, cohorts.map(({ members: _, ...cohort }) => cohort)] as const,
      )
      expect(sorted(await fast(one))).toEqual(sorted(new Map(expected)))
      if (listed) await checkList(one, c, k)
    }),
    { numRuns: 20, interruptAfterTimeLimit: 60_000 },
  )
})

const checkList = async (one: Case, c: number, k: number) => {
  const groups = [...slowRetention(one.events, slow(one))]
  const [group, cohorts] = groups[c % Math.max(1, groups.length)] ?? ['', []]
  if (!cohorts.length) return
  const cohort = c % cohorts.length
  const members = cohorts[cohort]!.members
  const period = members.length ? k % members.length : 0
  const { attributes } = RetentionListRequest.parse({
    data: {
      type: 'retention_list_request',
      attributes: {
        from: one.from,
        to: one.to,
        query: {
          search: searchOf(one),
          group_by: one.grouped ? [{ facet: '@geo.country', target: 'cohort', value_filters: [group] }] : [],
          columns: k % 2 ? [{ field: { path: '@view.name' } }] : [],
          limit: 0,
          computation_scope: {
            type: 'cell',
            cohort_target: { type: 'index', value: cohort },
            return_period_target: { type: 'index', value: period },
          },
        },
      },
    },
  }).data
  const { records } = await store.ask(one.now, (asking) => answerList(attributes, asking))
  const key = one.byAccount ? '@account.id' : '@usr.id'
  expect(records.map((record) => record[key])).toEqual([...(members[period] ?? [])].sort())
}
