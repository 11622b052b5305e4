import { amountIn, timeOf } from '../model/search/amount.ts'
import type { Amount, AttributeMatch, Bound, Match, Operator, Search, Tree } from '../model/search/ast.ts'
import { FREE_TEXT_PATHS } from '../model/search/free-text.ts'
import { literalOf, type Pattern, toLike } from '../model/search/value-pattern.ts'
import { and, constant, f64, or, type Sql, sql, str } from '../sql/sql.ts'
import type { Field, Fields } from './field.ts'

/** A search as a condition over the fields' aliases: 1 or 0, never NULL. Free words are looked for in `freeText`. */
export const predicateOf = (search: Search, fields: Pick<Fields, 'of'>, freeText = FREE_TEXT_PATHS): Sql =>
  overTree(search, (leaf) => {
    if (leaf.kind === 'all') return sql`1`
    return leaf.kind === 'term' ? termPredicate(leaf.value, fields, freeText) : attributePredicate(leaf, fields)
  })

const overTree = <Leaf extends { kind: string }>(tree: Tree<Leaf>, leaf: (of: Leaf) => Sql): Sql => {
  if (tree.kind === 'and' || tree.kind === 'or') {
    const parts = (tree as { of: readonly Tree<Leaf>[] }).of.map((part) => overTree(part, leaf))
    return tree.kind === 'and' ? and(parts) : or(parts)
  }
  if (tree.kind === 'not') return sql`NOT (${overTree((tree as { of: Tree<Leaf> }).of, leaf)})`
  return leaf(tree as Leaf)
}

const termPredicate = (pattern: Pattern, fields: Pick<Fields, 'of'>, freeText: readonly string[]): Sql => {
  const like = str(`%${toLike(pattern)}%`)
  return or(freeText.map((path) => sql`${fields.of(path).text} ILIKE ${like}`))
}

const attributePredicate = ({ attribute, match }: AttributeMatch, fields: Pick<Fields, 'of'>): Sql => {
  const field = fields.of(attribute)
  return overTree(match as Match, (leaf) => {
    switch (leaf.kind) {
      case 'exists':
        return sql`${field.exists}`
      case 'is':
        return isPredicate(field, leaf.value)
      case 'compare':
        return compare(field, leaf.operator, leaf.amount)
      default:
        return and([...bound(field, '>', leaf.from), ...bound(field, '<', leaf.to)])
    }
  })
}

const isPredicate = (field: Field, pattern: Pattern): Sql => {
  const text = literalOf(pattern)
  if (text === undefined) return likePredicate(field, str(toLike(pattern)))
  switch (field.type) {
    case 'string':
      return text === '' ? sql`0` : sql`${field.text} = ${str(text)}`
    case 'strings':
      return sql`has(${field.texts}, ${str(text)})`
    case 'number':
      return Number.isFinite(Number(text)) && text.trim() !== ''
        ? sql`ifNull(${field.number} = ${f64(Number(text))}, 0)`
        : sql`0`
    case 'boolean':
      return /^(true|false)$/.test(text) ? sql`${field.text} = ${str(text)}` : sql`0`
    case 'time': {
      const ms = timeOf(text)
      return ms === undefined ? sql`0` : sql`ifNull(${field.number} = ${f64(ms)}, 0)`
    }
    default:
      return sql`has(${field.texts}, ${str(text)})`
  }
}

const likePredicate = (field: Field, like: Sql): Sql =>
  field.type === 'string'
    ? sql`(${field.text} LIKE ${like} AND ${field.exists})`
    : sql`arrayExists(x -> x LIKE ${like}, ${field.texts})`

const compare = (field: Field, operator: Operator, amount: Amount): Sql => {
  const value = amountIn(amount, field.unit)
  if (value === undefined) return sql`0`
  const sign = constant(operator)
  if (field.several) return sql`arrayExists(x -> ifNull(toFloat64OrNull(x) ${sign} ${f64(value)}, 0), ${field.texts})`
  return sql`ifNull(${field.number} ${sign} ${f64(value)}, 0)`
}

const bound = (field: Field, towards: '>' | '<', of: Bound | null): Sql[] =>
  of ? [compare(field, of.inclusive ? `${towards}=` : towards, of.amount)] : []
