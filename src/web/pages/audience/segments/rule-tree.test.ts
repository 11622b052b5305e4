import { expect, test } from 'vitest'
import type { Rule } from '../../../../model/audience/rule.ts'
import { isUnfinished, newNode, ruleOf, treeOf } from './rule-tree.ts'

const seen: Rule = { performed: { sequence: [{ query: '@type:view' }] } }

test.each<[string, Rule, Rule?]>([
  ['all', { all: [seen, { profile: 'user_plan:pro' }] }],
  ['any within all', { all: [seen, { any: [{ segment: 's' }, { not: { profile: 'user_plan:pro' } }] }] }],
  ['any', { any: [seen, { segment: 's' }] }],
  ['one condition becomes the only one of a group', seen, { all: [seen] }],
  ['a negated group becomes the only one of a group', { not: { any: [seen] } }, { all: [{ not: { any: [seen] } }] }],
  ['not not', { all: [{ not: { not: seen } }] }, { all: [seen] }],
])('%s: a rule is edited as a tree and comes back', (_, rule, expected = rule) => {
  expect(ruleOf(treeOf(rule))).toEqual(expected)
})

test('what says nothing yet is left out, and told', () => {
  const tree = { ...treeOf({ all: [seen] }), of: [...treeOf({ all: [seen] }).of, newNode('profile'), newNode('group')] }
  expect(ruleOf(tree)).toEqual({ all: [seen] })
  expect(isUnfinished(tree)).toBe(true)
  expect(ruleOf(treeOf(null))).toBeNull()
  expect(isUnfinished(treeOf({ all: [seen] }))).toBe(false)
})
