import type { Performed, Rule } from '../../../../model/audience/rule.ts'

/** A rule as it is edited. Every condition may be negated, and has a key that stays while it is edited. */
export type Node = { key: string; not: boolean } & (
  | { kind: 'group'; match: 'all' | 'any'; of: readonly Node[] }
  | { kind: 'performed'; performed: Performed }
  | { kind: 'profile'; query: string }
  | { kind: 'segment'; id: string }
)
export type Group = Extract<Node, { kind: 'group' }>
export type NodeKind = Node['kind']

let last = 0
const nextKey = (): string => `n${++last}`

const PAST_WEEK = { value: 7, unit: 'day' } as const

/** A new condition of a kind, empty. */
export const newNode = (kind: NodeKind): Node => {
  const base = { key: nextKey(), not: false }
  switch (kind) {
    case 'group':
      return { ...base, kind, match: 'any', of: [] }
    case 'performed':
      return { ...base, kind, performed: { sequence: [{ query: '' }], time_frame: PAST_WEEK } }
    case 'profile':
      return { ...base, kind, query: '' }
    case 'segment':
      return { ...base, kind, id: '' }
  }
}

/** The tree of a rule: its root is always a group that is not negated. */
export const treeOf = (rule: Rule | null): Group => {
  const root = rule ? nodeOf(rule) : null
  if (root?.kind === 'group' && !root.not) return root
  return { key: nextKey(), not: false, kind: 'group', match: 'all', of: root ? [root] : [] }
}

const nodeOf = (rule: Rule): Node => {
  const base = { key: nextKey(), not: false }
  if ('not' in rule) {
    const inner = nodeOf(rule.not)
    return { ...inner, not: !inner.not }
  }
  if ('all' in rule) return { ...base, kind: 'group', match: 'all', of: rule.all.map(nodeOf) }
  if ('any' in rule) return { ...base, kind: 'group', match: 'any', of: rule.any.map(nodeOf) }
  if ('performed' in rule) return { ...base, kind: 'performed', performed: rule.performed }
  return 'profile' in rule
    ? { ...base, kind: 'profile', query: rule.profile }
    : { ...base, kind: 'segment', id: rule.segment }
}

/** The rule of a tree without what is unfinished in it; null if nothing is left. */
export const ruleOf = (node: Node): Rule | null => {
  const rule = positiveRuleOf(node)
  return rule && node.not ? { not: rule } : rule
}

const positiveRuleOf = (node: Node): Rule | null => {
  switch (node.kind) {
    case 'group': {
      const of = node.of.map(ruleOf).filter((one) => one !== null)
      if (!of.length) return null
      return node.match === 'all' ? { all: of } : { any: of }
    }
    case 'performed':
      return { performed: node.performed }
    case 'profile':
      return node.query.trim() ? { profile: node.query } : null
    case 'segment':
      return node.id ? { segment: node.id } : null
  }
}

/** Whether there is a condition in it that says nothing yet. */
export const isUnfinished = (node: Node): boolean =>
  node.kind === 'group' ? node.of.length === 0 || node.of.some(isUnfinished) : positiveRuleOf(node) === null
