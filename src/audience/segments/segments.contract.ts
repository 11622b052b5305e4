import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { membersOf, type SeenEvent } from '../../../test/support/evaluator/segments.ts'
import type { Home } from '../../engine/engine.ts'
import { type Performed, type Rule, SegmentDefinition } from '../../model/audience/rule.ts'
import { filtered } from '../../query/filter.ts'
import { sql } from '../../sql/sql.ts'
import { type Audience, EVER } from '../entity.ts'
import { type AudienceCondition, EVERYONE, resolveAudience } from '../filter.ts'
import { NOW, openAudience } from '../testing/open-audience.ts'
import { segmentIds } from './compile.ts'
import { type FindSegment, resolveRule } from './resolve.ts'

const MINUTE = 60_000

/** Who is in a segment, on every home of the events alike. */
export const segmentsContract = (kind: Home): void => {
  /** How many random rules are asked. */
  const rules = Number(process.env.WAYWORN_TEST_RULES ?? (kind === 'cluster' ? 12 : 30))
  let audience: Awaited<ReturnType<typeof openAudience>>
  beforeAll(async () => {
    audience = await openAudience(kind)
  })
  afterAll(() => audience?.close())
  beforeEach(() => audience.clear(), 60_000)

  type Given = Omit<SeenEvent, 'arrival'>

  const insert = (events: readonly Given[]) =>
    audience.insert(
      events.map(({ at, type, name, session, user, device, account, country }) => ({
        at,
        type,
        ...(type === 'view' ? { view_name: name } : { action_name: name }),
        session_id: session,
        usr_id: user,
        usr_anonymous_id: device,
        account_id: account,
        geo_country_iso_code: country,
      })),
    )

  const SEGMENTS: Record<string, Rule> = {
    visitors: { performed: { sequence: [{ query: '@type:view' }] } },
    regulars: { not: { profile: 'session_count:<2' } },
  }

  const find =
    (of: Audience, asked?: Rule): FindSegment =>
    async (id) => {
      const definition = id === 'asked' ? asked : SEGMENTS[id]
      return definition && { id, name: id, audience: of, definition, upload: null }
    }

  /** Of the users of a segment, as filters of analyses tell them, how many events each has. */
  const eventsIn = async (rule: Rule): Promise<[string, number][]> => {
    const filters = { segments: [{ name: 'asked', segment_id: 'asked' }] }
    const everywhen = { scope: audience.asks.scope(EVER.from, EVER.to), find: find('users', rule) }
    return eventsOf(await resolveAudience(filters, everywhen, ''))
  }

  const eventsOf = async (condition: AudienceCondition): Promise<[string, number][]> => {
    const events = filtered(
      { search: { query: '@type:(view OR action)' } },
      audience.asks.scope(EVER.from, EVER.to),
      condition,
    )
    const user = events.fields.of('usr.id').text
    const counted = sql`SELECT ${user} AS user, toFloat64(count()) AS n FROM (${events.rows()}) GROUP BY user ORDER BY user`
    return (await audience.asks.run<{ user: string; n: number }>(counted)).map(({ user, n }) => [user, n])
  }

  const idsIn = async (definition: unknown, of: Audience = 'users'): Promise<string[]> => {
    const looking = { audience: of, find: find(of), within: [] }
    const rule = await resolveRule(SegmentDefinition.parse(definition), looking, '')
    const asked = { audience: of, scope: audience.asks.scope(EVER.from, EVER.to) }
    const rows = await audience.asks.run<{ id: string }>(segmentIds(rule, asked))
    return rows.map((row) => row.id).sort()
  }

  const names = fc.constantFrom('A', 'B', 'C')
  /** Few moments, so that several events share one; three of them lie outside of the last five minutes. */
  const moment = fc.constantFrom(...[0, 1, 2, 3, 4, 6, 7, 8].map((i) => NOW - i * MINUTE))

  const anyEvent: fc.Arbitrary<Given> = fc.record({
    at: moment,
    type: fc.constantFrom('view', 'action'),
    name: names,
    session: fc.constantFrom('s1', 's2', 's3', ''),
    user: fc.constantFrom('u1', 'u2', 'u3', '', ''),
    device: fc.constantFrom('d1', 'd2', ''),
    account: fc.constantFrom('a1', 'a2', ''),
    country: fc.constantFrom('BR', 'DE', ''),
  })

  const query = fc.constantFrom(
    '@view.name:A',
    '@view.name:B',
    '@action.name:C',
    '@type:view',
    '@view.name:(A OR B) OR @action.name:A',
    '@type:action -@action.name:B',
    '@geo.country_iso_code:BR',
    '@type:view @geo.country_iso_code:BR',
    '',
  )
  const step = fc.record({ query, did_not: fc.boolean() })

  const performed: fc.Arbitrary<Performed> = fc
    .record({
      sequence: fc.array(step, { minLength: 1, maxLength: 5 }).filter((steps) => steps.some((one) => !one.did_not)),
      same_session: fc.boolean(),
      time_frame: fc.constantFrom<Performed['time_frame'][]>(
        undefined,
        { value: 5, unit: 'minute' },
        { from: NOW - 7 * MINUTE, to: NOW - MINUTE },
      ),
      count: fc.record({
        operator: fc.constantFrom('=', '!=', '>=', '<=', '>', '<'),
        value: fc.integer({ min: 0, max: 3 }),
      }),
      counted: fc.boolean(),
    })
    .map(({ counted, count, ...rest }) => (counted && rest.sequence.length === 1 ? { ...rest, count } : rest))

  const profile = fc.constantFrom(
    'last_country_code:BR',
    '-first_country_code:*',
    'events_count:>2',
    'session_count:[1 TO 2] OR user_id:u1*',
    `last_seen:>=${new Date(NOW - 3 * MINUTE).toISOString().replaceAll(':', '\\:')}`,
  )

  const leaf: fc.Arbitrary<Rule> = fc.oneof(
    { weight: 6, arbitrary: performed.map((one): Rule => ({ performed: one })) },
    { weight: 2, arbitrary: profile.map((one): Rule => ({ profile: one })) },
    { weight: 1, arbitrary: fc.constantFrom<Rule[]>({ segment: 'visitors' }, { segment: 'regulars' }) },
  )

  const ruleOf = (depth: number): fc.Arbitrary<Rule> => {
    if (depth === 0) return leaf
    const inner = ruleOf(depth - 1)
    const several = fc.array(inner, { minLength: 1, maxLength: 3 })
    return fc.oneof(
      leaf,
      several.map((all): Rule => ({ all })),
      several.map((any): Rule => ({ any })),
      inner.map((not): Rule => ({ not })),
    )
  }

  /** Accounts have no country. */
  const inWordsOfAccounts = (rule: Rule): Rule =>
    JSON.parse(
      JSON.stringify(rule)
        .replace(/-?(last|first)_country_code:(BR|\*)/g, 'events_count:<4')
        .replaceAll('user_id:u1*', 'account_id:a1*'),
    )

  const withoutUndefined = (rule: Rule): unknown => JSON.parse(JSON.stringify(rule))

  /** Forty people's events in one store: each rule is decided for all of them by one statement. */
  const crowd = (seed: number): Given[] => {
    const lives = fc.sample(fc.array(anyEvent, { minLength: 1, maxLength: 9 }), { seed, numRuns: 40 })
    return lives.flatMap((life, i) =>
      life.map((one) => {
        const own = (text: string) => text && `${text}-${i}`
        return {
          ...one,
          session: own(one.session),
          user: own(one.user),
          device: own(one.device),
          account: own(one.account),
        }
      }),
    )
  }

  test(
    'random rules give the users and accounts that the slow evaluator gives',
    async () => {
      const events = crowd(Number(process.env.SEED ?? 7))
      await insert(events)
      await audience.settleHalf()
      const world = { events: events.map((one, i) => ({ ...one, arrival: i })), now: NOW, segments: SEGMENTS }
      const audiences = fc.constantFrom<Audience[]>('users', 'accounts')
      const everyone = await eventsOf(EVERYONE)
      const same = fc.asyncProperty(audiences, ruleOf(3), async (of, rule) => {
        const told = withoutUndefined(of === 'users' ? rule : inWordsOfAccounts(rule))
        const members = membersOf(told as Rule, of, world)
        expect(await idsIn(told, of)).toEqual(members)
        if (of === 'users')
          expect(await eventsIn(told as Rule)).toEqual(everyone.filter(([user]) => members.includes(user)))
      })
      await fc.assert(same, { numRuns: rules })
    },
    300_000 + rules * 3000,
  )

  test('either of two rules gives those of both', async () => {
    await insert(crowd(7))
    const twice = { performed: { sequence: [{ query: '@view.name:A' }, { query: '@view.name:A', did_not: true }] } }
    const seldom = { profile: 'events_count:<4' }
    const both = new Set([...(await idsIn(twice, 'accounts')), ...(await idsIn(seldom, 'accounts'))])
    expect(await idsIn({ any: [twice, seldom] }, 'accounts')).toEqual([...both].sort())
  })

  const event = (at: number, type: 'view' | 'action', name: string, more: Partial<Given> = {}): Given => ({
    at: NOW - 60 * MINUTE + at,
    type,
    name,
    session: 's',
    user: 'u',
    device: '',
    account: '',
    country: '',
    ...more,
  })

  const cart = { query: '@type:view @view.name:/cart' }
  const pay = { query: '@type:action @action.name:Pay' }
  const almost = { performed: { sequence: [cart, { ...pay, did_not: true }], same_session: true } }

  describe('viewed the cart, then did not pay', () => {
    test.each<[string, Given[], string[]]>([
      ['an earlier payment does not disqualify', [event(0, 'action', 'Pay'), event(1, 'view', '/cart')], ['u']],
      ['a later one does', [event(0, 'view', '/cart'), event(1, 'action', 'Pay')], []],
      ['one in the same instant is after it', [event(0, 'action', 'Pay'), event(0, 'view', '/cart')], []],
      [
        'one in another session is none',
        [event(0, 'view', '/cart'), event(1, 'action', 'Pay', { session: 'other' })],
        ['u'],
      ],
      [
        'a cart after the payment counts again',
        [event(0, 'view', '/cart'), event(1, 'action', 'Pay'), event(2, 'view', '/cart')],
        ['u'],
      ],
    ])('%s', async (_, events, expected) => {
      await insert(events)
      expect(await idsIn(almost)).toEqual(expected)
    })
  })

  test('one event is not two steps, also in one instant', async () => {
    await insert([event(0, 'view', '/cart'), event(0, 'action', 'Pay')])
    expect(await idsIn({ performed: { sequence: [cart, pay, cart] } })).toEqual([])
    await insert([event(0, 'view', '/cart')])
    expect(await idsIn({ performed: { sequence: [cart, pay, cart] } })).toEqual(['u'])
  })

  test('anonymous activity counts for the first user of the device', async () => {
    await insert([
      event(0, 'view', '/cart', { user: '', device: 'd' }),
      event(2, 'action', 'Pay', { user: 'second', device: 'd' }),
      event(1, 'action', 'Pay', { user: 'first', device: 'd' }),
    ])
    expect(await idsIn({ performed: { sequence: [cart, pay] } })).toEqual(['first'])
    expect(await eventsIn({ performed: { sequence: [cart] } })).toEqual([['first', 2]])
    expect(await eventsIn({ profile: 'user_id:second' })).toEqual([['second', 1]])
    expect(await eventsIn({ not: { profile: 'user_id:second' } })).toEqual([['first', 2]])
  })

  test('a link that arrives late, twice or out of order changes earlier answers, and never reaches another device', async () => {
    const viewed = { performed: { sequence: [cart] } }
    await insert([
      event(0, 'view', '/cart', { user: '', device: 'd' }),
      event(0, 'view', '/cart', { user: '', device: 'other' }),
    ])
    expect(await idsIn(viewed)).toEqual([])
    await insert([event(9, 'action', 'Pay', { user: 'later', device: 'd' })])
    expect(await idsIn(viewed)).toEqual(['later'])
    expect(await eventsIn(viewed)).toEqual([['later', 2]])
    const first = event(5, 'action', 'Pay', { user: 'first', device: 'd' })
    await insert([first, first])
    expect(await idsIn(viewed)).toEqual(['first'])
    expect(await eventsIn(viewed)).toEqual([['first', 3]])
    await insert([event(7, 'action', 'Pay', { user: 'first', device: 'other' })])
    expect(await idsIn({ performed: { sequence: [cart], count: { operator: '=', value: 2 } } })).toEqual(['first'])
  })
}
