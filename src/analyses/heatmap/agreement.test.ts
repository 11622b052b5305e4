import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../../../test/support/caught-up.ts'
import { createDice } from '../../../test/support/hostile-events.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { action, type SdkEvent, view } from '../../../test/support/sdk-events.ts'
import { sendRecording } from '../../../test/support/send-recording.ts'
import { MADE_COLUMNS, type MadeColumn, withMade } from '../../sessions/made-columns.ts'
import { join, type Sql, sql, word } from '../../sql/sql.ts'
import { BANDS, GRID, type HeatmapAnswer, type HeatmapAttention, type HeatmapPage } from './definition.ts'

/** Heatmaps and a slow, obvious count of the same clicks say the same. */

const T = Date.UTC(2026, 10, 10, 9)
const SIGNALS = [[], [], [], ['dead_click'], ['rage_click', 'dead_click'], ['error_click']]

interface Click {
  session: string
  user: string | undefined
  page: string
  name: string
  target: { selector?: string; composed_path_selector?: string; permanent_id?: string; width?: number; height?: number }
  position: { x: number; y: number } | undefined
  frustrations: string[]
}

const ELEMENTS: Pick<Click, 'name' | 'target'>[] = [
  { name: 'Buy', target: { selector: '#buy', composed_path_selector: 'BUTTON#buy;MAIN;', width: 120, height: 40 } },
  { name: 'Buy', target: { selector: '#buy', composed_path_selector: 'BUTTON#buy;ASIDE;', width: 333, height: 7 } },
  { name: 'Tap', target: { permanent_id: 'p-1', width: 50, height: 50 } },
  { name: 'Old', target: { selector: 'A.old', width: 100, height: 20 } },
  { name: 'Nameless "place"', target: {} },
]

const dice = createDice(Number(process.env.HEATMAP_SEED ?? 7))
const clicks: Click[] = Array.from({ length: Number(process.env.HEATMAP_CLICKS ?? 300) }, () => {
  const session = `s${dice.below(40)}`
  const { name, target } = dice.pick(ELEMENTS)
  const { width = 0, height = 0 } = target
  // Also beside the element, as where a label was clicked.
  const position = width ? { x: dice.below(width + 20) - 5, y: dice.below(height + 4) } : undefined
  const page = dice.chance(0.8) ? '/shop' : '/other'
  const user = Number(session.slice(1)) % 3 ? session.replace(/\d$/, '') : undefined
  return { session, user, page, name, target, position, frustrations: dice.pick(SIGNALS) }
})
const views = Array.from({ length: 90 }, (_, i) => ({
  session: `s${i % 40}`,
  page: i % 3 ? '/shop' : '/other',
  scroll: i % 5 ? { max_depth: 300 + dice.below(900), max_scroll_height: 1200 + dice.below(3) * 400 } : undefined,
}))

const userOf = (session: string, user = Number(session.slice(1)) % 3 ? session.replace(/\d$/, '') : undefined) =>
  user ? { id: user, anonymous_id: `d-${user}` } : { anonymous_id: `a-${session}` }

const EVENTS: SdkEvent[] = [
  ...clicks.map(({ session, page, name, target, position, frustrations }, i) =>
    action({
      at: T + i * 1000,
      session,
      user: userOf(session),
      name,
      on: page,
      frustrations,
      more: { _dd: { action: { target, ...(position ? { position } : {}) } } },
    }),
  ),
  ...views.map(({ session, page, scroll }, i) =>
    view({
      at: T + i * 1000 + 500,
      session,
      user: userOf(session),
      name: page,
      id: `v${i}`,
      more: { display: { viewport: { width: 1280, height: 600 }, ...(scroll ? { scroll } : {}) } },
    }),
  ),
]

let house: ListeningHouse
beforeAll(async () => {
  house = await openListeningHouse(EVENTS)
}, 600_000)
afterAll(() => house?.close())

const SPAN = { from: T - 3_600_000, to: T + 3_600_000 }

const ask = (attributes: object) => house.question('heatmap', 'heatmap_request', attributes)
const heatmap = async (more: object = {}): Promise<HeatmapAnswer> =>
  (await ask({ ...SPAN, view_name: '/shop', ...more })).body.data.attributes

const idOf = ({ target, name }: Click): string =>
  target.composed_path_selector ?? target.permanent_id ?? target.selector ?? name
const cell = (position: number | undefined, size: number | undefined): number =>
  position === undefined || !size ? GRID / 2 : Math.min(GRID - 1, Math.max(0, Math.floor((position / size) * GRID)))
const countBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
const distinct = (values: readonly string[]) => new Set(values).size
const personOf = ({ session }: { session: string }) => userOf(session).id ?? userOf(session).anonymous_id

const slowly = (of: readonly Click[], hasConverted: (click: Click) => boolean) => {
  const numbers = (list: readonly Click[]) => {
    const having = (signal: string) => list.filter((click) => click.frustrations.includes(signal)).length
    return [
      list.length,
      having('rage_click'),
      having('dead_click'),
      having('error_click'),
      list.filter(hasConverted).length,
    ]
  }
  return [...countBy(of, idOf)]
    .map(([id, list]) => {
      const cells = countBy(list, (click) =>
        [cell(click.position?.x, click.target.width), cell(click.position?.y, click.target.height)].join(),
      )
      const [all, rage, dead, error, converted] = numbers(list)
      const spots = [...cells].map(([at, inside]) => [...at.split(',').map(Number), ...numbers(inside)])
      return {
        id,
        clicks: all,
        rage,
        dead,
        error,
        converted,
        users: distinct(list.map(personOf)),
        sessions: distinct(list.map((click) => click.session)),
        spots: spots.sort((a, b) => a[1]! - b[1]! || a[0]! - b[0]!),
      }
    })
    .sort((a, b) => b.clicks! - a.clicks! || (a.id < b.id ? -1 : 1))
}

const told = ({ elements }: HeatmapAnswer) =>
  elements.map(
    ({ name: _, rank: __, selector: ___, composed_path_selector: ____, permanent_id: _____, ...rest }) => rest,
  )

test('elements, the cells in them, frustrations, people and sessions', async () => {
  const own = clicks.filter(({ page }) => page === '/shop')
  const answer = await heatmap()
  expect(told(answer)).toEqual(slowly(own, () => false))
  expect(answer.elements.map(({ rank }) => rank)).toEqual(answer.elements.map((_, i) => i + 1))
  expect(answer.clicks).toEqual({
    clicks: own.length,
    elements: distinct(own.map(idOf)),
    users: distinct(own.map(personOf)),
    rage: own.filter(({ frustrations }) => frustrations.includes('rage_click')).length,
    dead: own.filter(({ frustrations }) => frustrations.includes('dead_click')).length,
    error: own.filter(({ frustrations }) => frustrations.includes('error_click')).length,
  })
  const two = await heatmap({ limit: 2 })
  expect(two.elements).toEqual(answer.elements.slice(0, 2))
  expect(two.clicks).toEqual(answer.clicks)
  const one = answer.elements[2]!
  expect((await heatmap({ element: one.id })).elements).toEqual([{ ...one, rank: 1 }])
  const uncounted = await heatmap({ people: false })
  expect(uncounted.clicks).toEqual({ ...answer.clicks, users: null })
  expect(uncounted.elements).toEqual(answer.elements.map((each) => ({ ...each, users: null, sessions: null })))
})

test('only some actions, and clicks of sessions that converted', async () => {
  const buyers = new Set(
    clicks.filter(({ page, name }) => page === '/other' && name === 'Tap').map((one) => one.session),
  )
  const own = clicks.filter(({ page, name }) => page === '/shop' && name === 'Buy')
  const answer = await heatmap({
    action_search: { query: '@action.target.name:Buy' },
    converted: { query: '@action.target.name:Tap @view.name:/other' },
  })
  expect(buyers.size).toBeGreaterThan(1)
  expect(told(answer)).toEqual(slowly(own, ({ session }) => buyers.has(session)))
  const uncounted = await heatmap({
    people: false,
    converted: { query: '@action.target.name:Tap @view.name:/other' },
    action_search: { query: '@action.target.name:Buy' },
  })
  expect(uncounted.elements.map(({ spots }) => spots)).toEqual(answer.elements.map(({ spots }) => spots))
})

test('how the page stands among the others, and how far people came', async () => {
  const answer = await heatmap()
  const own = views.filter(({ page }) => page === '/shop')
  expect(answer.page).toEqual({
    view_name: '/shop',
    rank: 1,
    pages: 2,
    views: own.length,
    users: distinct(own.map(personOf)),
    sessions: distinct(own.map(({ session }) => session)),
  })
  const measured = own.flatMap(({ scroll }) => scroll ?? [])
  const shares = measured.map((one) => Math.min(1, one.max_depth / one.max_scroll_height))
  const { reached, average_depth, ...rest } = answer.scroll
  expect(reached).toEqual(
    Array.from({ length: BANDS + 1 }, (_, band) => shares.filter((share) => share >= band / BANDS).length),
  )
  expect(average_depth).toBeCloseTo(shares.reduce((a, b) => a + b, 0) / shares.length, 9)
  expect(rest.views).toBe(measured.length)
  const pages = async (more: object): Promise<HeatmapPage[]> =>
    (await house.question('heatmap/pages', 'heatmap_pages_request', { ...SPAN, ...more })).body.data.attributes.pages
  const { pages: _, ...standing } = answer.page
  const [first, second] = await pages({})
  expect(first).toMatchObject(standing)
  expect(await pages({ view_name: second!.view_name })).toEqual([{ ...second, rank: 1 }])
  expect((await pages({ people: false }))[0]).toEqual({ ...first, users: null, sessions: null })
  expect((await heatmap({ people: false })).page).toEqual({ ...answer.page, users: null, sessions: null })
  expect(await heatmap({ view_name: '/nowhere' })).toMatchObject({
    page: { rank: null, views: 0 },
    elements: [],
    scroll: { views: 0, average_fold: null },
  })
})

/** A recording of the view in whose window, 400 px high, the page stood at these places, for so many seconds each. */
const stood = (index: number, places: readonly (readonly [top: number, seconds: number])[]) => {
  const began = T + index * 1000 + 500
  const scrolls = places.map(([y], i) => {
    const before = places.slice(0, i).reduce((sum, [, seconds]) => sum + seconds, 0)
    return { type: 3, timestamp: began + before * 1000, data: { source: 3, id: 1, x: 0, y } }
  })
  const spent = places.reduce((sum, [, seconds]) => sum + seconds, 0)
  const records = [
    { type: 4, timestamp: began, data: { width: 900, height: 400 } },
    {
      type: 2,
      timestamp: began,
      data: { node: { id: 1, type: 0, childNodes: [] }, initialOffset: { left: 0, top: 0 } },
    },
    ...scrolls,
    { type: 7, timestamp: began + spent * 1000 },
  ]
  return { session: `s${index % 40}`, view: `v${index}`, index: 0, records }
}

test('how long each band was in the window', async () => {
  const PLACES = [
    {
      index: 1,
      places: [
        [0, 4],
        [500, 6],
        [100, 2],
      ],
    },
    {
      index: 4,
      places: [
        [0, 20],
        [700, 5],
      ],
    },
  ] as const
  await sendRecording(
    house,
    PLACES.map(({ index, places }) => stood(index, places)),
  )
  await caughtUp(house.url)
  const secondsOf = (seen: readonly (typeof PLACES)[number][]) =>
    Array.from({ length: BANDS }, (_, band) => {
      const inWindow = ({ index, places }: (typeof PLACES)[number]) => {
        const middle = ((band + 0.5) / BANDS) * views[index]!.scroll!.max_scroll_height
        return places.reduce((sum, [top, s]) => sum + (middle >= top && middle < top + 400 ? s : 0), 0)
      }
      return seen.reduce((sum, one) => sum + inWindow(one), 0) / seen.length
    })
  const attention = async (more: object = {}): Promise<HeatmapAttention> => {
    const attributes = { ...SPAN, view_name: '/shop', ...more }
    return (await house.question('heatmap/attention', 'heatmap_attention_request', attributes)).body.data.attributes
  }
  expect(await attention()).toEqual({ recorded: 2, views: 2, seconds: secondsOf(PLACES) })
  expect(await attention({ limit: 1 })).toEqual({ recorded: 2, views: 1, seconds: secondsOf(PLACES.slice(1)) })
  expect(await attention({ view_name: '/nowhere' })).toEqual({ recorded: 0, views: 0, seconds: [] })
})

test('what is made of open sessions when asked is of the types that are stored of settled ones', async () => {
  const made = [...MADE_COLUMNS.keys()] as MadeColumn[]
  const typesIn = async (rows: Sql) => {
    const described = sql`DESCRIBE (SELECT ${join(made.map(word))} FROM ${rows})`
    return (await house.house.engine!.query(described, { tag: 'test' })).rows
  }
  expect(await typesIn(sql`(${withMade(sql`SELECT * FROM events_hot`, made)})`)).toEqual(await typesIn(sql`events`))
})

test('settled, they are told the same', async () => {
  const asked = { converted: { query: '@action.target.name:Tap @view.name:/other' } }
  const { clicks: open, elements } = await heatmap(asked)
  await house.house.work!.settleNow()
  expect(await heatmap(asked)).toMatchObject({ clicks: open, elements })
})

test.each([
  ['a page without a name', { ...SPAN, view_name: '' }, 'view_name'],
  ['a time that ends before it begins', { ...SPAN, to: SPAN.from, view_name: '/shop' }, 'from'],
  ['too many elements', { ...SPAN, view_name: '/shop', limit: 5000 }, 'limit'],
])('%s is refused by name', async (_, attributes, field) => {
  const { status, body } = await ask(attributes)
  expect([status, body.errors[0].source.pointer]).toEqual([400, `/data/attributes/${field}`])
})
