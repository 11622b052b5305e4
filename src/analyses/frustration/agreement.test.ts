import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDice } from '../../../test/support/hostile-events.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { action, type SdkEvent, uuidOf } from '../../../test/support/sdk-events.ts'
import type { FrustrationPlace, FrustrationsAnswer, Kind } from './definition.ts'

/** The frustrations and a slow, obvious count of the same events say the same. */

const T = Date.UTC(2026, 10, 10, 9)
const SIGNALS = [[], [], [], [], ['dead_click'], ['rage_click', 'dead_click'], ['error_click']]
const RULES = { rage: { clicks: 3, within_ms: 9000, distance_px: 40 }, error: { within_ms: 700 } }

interface Happened {
  at: number
  session: string
  page: string
  /** Null: an error. */
  element: string | null
  x: number
  frustrations: string[]
  version: string
}

const dice = createDice(Number(process.env.FRUSTRATION_SEED ?? 5))
let clock = T
const happened: Happened[] = Array.from({ length: Number(process.env.FRUSTRATION_EVENTS ?? 400) }, () => {
  clock += dice.pick([50, 200, 300, 400, 700, 5000])
  return {
    at: clock,
    session: `s${dice.below(3)}`,
    page: dice.pick(['/a', '/b']),
    element: dice.chance(0.15) ? null : dice.pick(['Pay', 'Pay', 'Say "hi"']),
    x: dice.pick([0, 10, 30, 60]),
    frustrations: dice.pick(SIGNALS),
    version: clock - T < 200_000 ? '1.0.0' : '1.1.0',
  }
})

const EVENTS: SdkEvent[] = happened.map(({ at, session, page, element, x, frustrations, version }) => {
  const common = { at, session, user: session, on: page, view: `${session} ${page}` }
  return element === null
    ? errorOf(action({ ...common, name: 'none', kind: 'custom', more: { version } }), at)
    : action({ ...common, name: element, frustrations, position: { x, y: 0 }, more: { version } })
})

/** An error where the action would have been. */
function errorOf({ action: _, ...event }: SdkEvent, at: number): SdkEvent {
  const id = uuidOf(`error ${at}`)
  return { ...event, type: 'error', error: { id, message: 'Broken', source: 'source', type: 'Error' } } as SdkEvent
}

let house: ListeningHouse
beforeAll(async () => {
  house = await openListeningHouse(EVENTS)
}, 600_000)
afterAll(() => house?.close())

const ask = (attributes: object) => house.question('frustrations', 'frustrations_request', attributes)
const SPAN = { from: T - 1000, to: clock + 1000 }
const frustrations = async (more: object = {}): Promise<FrustrationsAnswer> =>
  (await ask({ ...SPAN, ...more })).body.data.attributes

type Signal = Happened & { kind: Kind }
const clicks = happened.filter(({ element }) => element !== null)

const bySdk = (): Signal[] =>
  clicks.flatMap((click) => click.frustrations.map((one) => ({ ...click, kind: one.replace('_click', '') as Kind })))

/** Every run of three clicks on one element that is quick and near; runs that follow each other are one chain. */
const byRageRule = (): Signal[] => {
  const { clicks: least, within_ms, distance_px } = RULES.rage
  const chains: Signal[] = []
  const keys = new Set(clicks.map(({ session, page, element }) => JSON.stringify([session, page, element])))
  for (const key of keys) {
    const own = clicks.filter(({ session, page, element }) => JSON.stringify([session, page, element]) === key)
    let inside = false
    for (const [i, first] of own.entries()) {
      const run = own.slice(i, i + least)
      const quick = run.length === least && run.at(-1)!.at - first.at <= within_ms
      const near = run.every((click, j) => j === 0 || Math.abs(click.x - run[j - 1]!.x) <= distance_px)
      if (quick && near && !inside) chains.push({ ...first, kind: 'rage' })
      inside = quick && near
    }
  }
  return chains
}

const byErrorRule = (): Signal[] =>
  clicks
    .filter((click) =>
      happened.some(
        (one) =>
          one.element === null &&
          one.session === click.session &&
          one.page === click.page &&
          one.at >= click.at &&
          one.at <= click.at + RULES.error.within_ms,
      ),
    )
    .map((click) => ({ ...click, kind: 'error' }))

const slowly = (found: readonly Signal[], by: FrustrationPlace['by']) => {
  const signals = [...found].sort((a, b) => a.at - b.at)
  const keys = [...new Set(signals.map(({ kind, page, element }) => JSON.stringify([kind, page, element])))]
  return keys.map((key) => {
    const own = signals.filter(({ kind, page, element }) => JSON.stringify([kind, page, element]) === key)
    const [{ kind, page, element, version, at }] = own as [Signal]
    const sessions = new Set(own.map(({ session }) => session)).size
    const versions = new Set(own.map((one) => one.version)).size
    const last = Math.max(...own.map((one) => one.at))
    return {
      kind,
      by,
      view_name: page,
      element,
      count: own.length,
      sessions,
      users: sessions,
      first_version: version,
      versions,
      first: at,
      last,
    }
  })
}

const sorted = (places: readonly object[]) =>
  places.map((place) => JSON.stringify(place, Object.keys(places[0]!).sort())).sort()
const told = (places: readonly FrustrationPlace[]) => places.map(({ examples: _, ...place }) => place)

test('what the SDK said: where, how often, whom, since which version', async () => {
  const answer = await frustrations({ parts: 7 })
  const signals = bySdk()
  expect(sorted(told(answer.places))).toEqual(sorted(slowly(signals, 'sdk')))
  for (const kind of ['rage', 'dead', 'error'] as const) {
    const own = signals.filter((signal) => signal.kind === kind)
    expect(answer.totals.find((total) => total.kind === kind)).toMatchObject({ count: own.length, by: 'sdk' })
    const step = answer.trend.times[1]! - answer.trend.times[0]!
    expect(answer.trend[kind]).toEqual(
      answer.trend.times.map((time) => own.filter(({ at }) => at >= time && at < time + step).length),
    )
  }
  for (const { kind, view_name, element, examples } of answer.places)
    for (const { at } of examples)
      expect(
        signals.some((one) => one.at === at && one.kind === kind && one.page === view_name && one.element === element),
      ).toBe(true)
})

test('what rules find in the stored clicks and errors', async () => {
  const rage = await frustrations({ kinds: [], rules: { rage: RULES.rage } })
  expect(byRageRule().length).toBeGreaterThan(3)
  expect(sorted(told(rage.places))).toEqual(sorted(slowly(byRageRule(), 'rule')))
  const error = await frustrations({ kinds: [], rules: { error: RULES.error } })
  expect(byErrorRule().length).toBeGreaterThan(3)
  expect(sorted(told(error.places))).toEqual(sorted(slowly(byErrorRule(), 'rule')))
})

test('only one kind, and a rule that asks for one click is refused', async () => {
  const { places } = await frustrations({ kinds: ['dead'] })
  expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['dead']))
  const { status, body } = await ask({ ...SPAN, rules: { rage: { clicks: 1 } } })
  expect([status, body.errors[0].source.pointer]).toEqual([400, '/data/attributes/rules/rage/clicks'])
})
