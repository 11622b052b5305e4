import { expect, test } from 'vitest'
import { type Rule, SegmentDefinition } from '../../model/audience/rule.ts'
import type { Audience } from '../entity.ts'
import { resolveRule } from './resolve.ts'

const cart = { query: '@type:view @view.name:/cart' }
const pay = { query: '@type:action @action.name:Pay' }

test.each<[string, unknown, string, RegExp]>([
  ['a rule of two kinds', { all: [{ profile: 'a:b', segment: 'x' }] }, 'all,0', /exactly one of/],
  ['an empty list', { any: [] }, 'any', /at least one rule/],
  ['only steps not done', { performed: { sequence: [{ query: '', did_not: true }] } }, 'performed,sequence', /"not"/],
  [
    'a count of a sequence',
    { performed: { sequence: [cart, pay], count: { operator: '>', value: 1 } } },
    'performed,count',
    /one step/,
  ],
  [
    'a strange time frame',
    { not: { performed: { sequence: [cart], time_frame: { from: 5, to: 1 } } } },
    'not,performed,time_frame,from',
    /less than to/,
  ],
])('%s is refused where it stands', (_, definition, path, reason) => {
  const issue = SegmentDefinition.safeParse(definition).error!.issues[0]!
  expect([issue.path.join(), issue.message]).toEqual([path, expect.stringMatching(reason)])
})

test('nesting without end is refused', () => {
  let deep: unknown = { profile: 'user_id:x' }
  for (let i = 0; i < 100_000; i++) deep = { not: deep }
  expect(SegmentDefinition.safeParse(deep).error!.issues[0]!.message).toMatch(/deeper than 20/)
})

test('segments that would hold themselves, that are unknown or of the other audience are refused', async () => {
  const kept = (id: string, definition: Rule, of: Audience = 'users') => ({
    id,
    name: id,
    audience: of,
    definition,
    upload: null,
  })
  const all = [
    kept('a', { not: { segment: 'b' } }),
    kept('b', { any: [{ profile: 'user_id:x' }, { segment: 'a' }] }),
    kept('companies', { profile: 'account_id:x' }, 'accounts'),
  ]
  const find = async (id: string) => all.find((one) => one.id === id)
  const refused = (rule: Rule) => resolveRule(rule, { audience: 'users', find, within: [] }, '/definition')
  const at = { pointer: '/definition/all/0/segment' }
  await expect(refused({ all: [{ segment: 'a' }] })).rejects.toMatchObject({ source: at, message: /hold itself/ })
  await expect(refused({ all: [{ segment: 'nobody' }] })).rejects.toMatchObject({ source: at, message: /no segment/ })
  await expect(refused({ all: [{ segment: 'companies' }] })).rejects.toMatchObject({
    source: at,
    message: /of accounts/,
  })
})
