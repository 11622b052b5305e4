import { expect, test } from 'vitest'
import type { Rule } from '../../../../model/audience/rule.ts'
import { sentenceOf } from './sentence.ts'

const said = { zone: 'UTC', nameOf: (id: string) => `Segment ${id}` }
const say = (rule: Rule | null, audience: 'users' | 'accounts' = 'users') => sentenceOf(rule, audience, said)
const cart = { query: '@type:view @view.name:/cart' }

test('the founding examples', () => {
  const almost: Rule = {
    performed: {
      sequence: [cart, { query: '@type:action @action.name:"click on CHECKOUT"', did_not: true }],
      same_session: true,
    },
  }
  expect(say({ all: [almost] })).toBe(
    'Users who viewed /cart, then did not perform click on CHECKOUT, in the same session',
  )
  const from = ' @geo.country:Brazil'
  const brazil: Rule = {
    performed: {
      sequence: [{ query: cart.query + from }, { query: `@type:view @view.name:/checkout${from}` }],
      same_session: true,
      time_frame: { value: 1, unit: 'week' },
    },
  }
  expect(say(brazil)).toBe(
    'Users who viewed /cart with @geo.country:Brazil, then viewed /checkout with @geo.country:Brazil, in the same session, in the past week',
  )
})

test('counts, negations, nesting and fixed times', () => {
  const often: Rule = {
    performed: {
      sequence: [{ query: '@type:view' }],
      count: { operator: '>=', value: 3 },
      time_frame: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) },
    },
  }
  expect(say({ all: [often, { any: [{ profile: 'user_plan:pro' }, { not: { segment: '7' } }] }] })).toBe(
    'Users who viewed a page, at least 3 times, from 2026-01-01 00:00 to 2026-02-01 00:00, and (that have user_plan:pro, or not in “Segment 7”)',
  )
  expect(say({ not: { performed: { sequence: [cart] } } })).toBe('Users who did not do this: viewed /cart')
  expect(say({ performed: { sequence: [cart] } }, 'accounts')).toBe('Accounts of which one user viewed /cart')
  expect(say(null, 'accounts')).toBe('All accounts')
})
