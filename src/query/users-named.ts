import type { Match, MatchLeaf, Search, SearchLeaf, Tree } from '../model/search/ast.ts'
import { literalOf } from '../model/search/value-pattern.ts'

/** The ids of the only users whose events can match a search; undefined if those of any user can. */
export const usersNamed = (search: Search): string[] | undefined =>
  among<SearchLeaf>(search, (leaf) =>
    leaf.kind === 'attribute' && leaf.attribute === 'usr.id'
      ? among<MatchLeaf>(leaf.match as Match, ofLeaf)
      : undefined,
  )

const ofLeaf = (leaf: MatchLeaf): string[] | undefined => {
  const id = leaf.kind === 'is' ? literalOf(leaf.value) : undefined
  return id ? [id] : undefined
}

/** Of parts that all must hold one is enough; of parts of which one must hold all have to name their users. */
const among = <Leaf extends { kind: string }>(
  tree: Tree<Leaf>,
  ofLeaf: (leaf: Leaf) => string[] | undefined,
): string[] | undefined => {
  if (tree.kind === 'not') return undefined
  if (tree.kind !== 'and' && tree.kind !== 'or') return ofLeaf(tree as Leaf)
  const named = (tree as { of: readonly Tree<Leaf>[] }).of.map((part) => among(part, ofLeaf))
  if (tree.kind === 'and') return named.find((ids) => ids !== undefined)
  return named.every((ids) => ids !== undefined) ? [...new Set(named.flat() as string[])] : undefined
}
