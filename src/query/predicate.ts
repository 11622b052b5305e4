import { amountIn } from '../model/search/amount.ts'
import type { Amount, AttributeMatch, Match, Operator, Range, Search, Tree } from '../model/search/ast.ts'
import { FREE_TEXT_PATHS } from '../model/search/free-text.ts'
import { literalOf, type Pattern, toLike } from '../model/search/value-pattern.ts'
import { and, constant, f64, or, type Sql, sql, str, word } from '../sql/sql.ts'
import { decimal, type Field, type Fields } from './field.ts'

/** The fields of a source, and how it says whether the user of an event is called like this, if it need not be looked up. */
type Asked = Pick<Fields, 'of'> & { userLike?(like: Sql): Sql }

/** A search as a condition over the fields' aliases: 1 or 0, never NULL. Free words are looked for in `freeText`. */
export const predicateOf = (search: Search, fields: Asked, freeText = FREE_TEXT_PATHS): Sql =>
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

const termPredicate = (pattern: Pattern, fields: Asked, freeText: readonly string[]): Sql => {
  const like = str(`%${toLike(pattern)}%`)
  const matchesEmpty = pattern.every((segment) => segment.kind === 'many')
  return or(
    freeText.map((path) => {
      if (path === 'usr.id' && fields.userLike && !matchesEmpty) return fields.userLike(like)
      const { text, exists } = fields.of(path)
      return matchesEmpty ? exists : sql`${text} ILIKE ${like}`
    }),
  )
}

const attributePredicate = ({ attribute, match }: AttributeMatch, fields: Pick<Fields, 'of'>): Sql => {
  const field = fields.of(attribute)
  return overTree(match as Match, (leaf) => {
    switch (leaf.kind) {
      case 'exists':
        return sql`${field.exists}`
      case 'is':
        return field.whether?.(leaf.value) ?? isPredicate(field, leaf.value)
      case 'compare':
        return within(field, [bound(field, leaf.operator, leaf.amount)], leaf.amount.kind)
      default:
        return rangePredicate(field, leaf)
    }
  })
}

const isPredicate = (field: Field, pattern: Pattern): Sql => {
  const text = literalOf(pattern)
  if (text === undefined) return likePredicate(field, str(toLike(pattern)))
  if (text === '') return field.blank ?? sql`0`
  switch (field.type) {
    case 'string':
      return sql`${field.text} = ${str(text)}`
    case 'number':
    case 'time':
      return String(Number(text)) === text ? sql`ifNull(${field.number} = ${f64(Number(text))}, 0)` : sql`0`
    case 'boolean':
      return /^(true|false)$/.test(text) ? sql`${field.text} = ${str(text)}` : sql`0`
    default:
      return sql`has(${field.texts}, ${str(asWritten(text))})`
  }
}

/** The engine writes 1e21 where JavaScript writes 1e+21. */
const asWritten = (text: string): string => (String(Number(text)) === text ? text.replace('e+', 'e') : text)

const likePredicate = (field: Field, like: Sql): Sql =>
  field.type === 'string'
    ? sql`(${field.text} LIKE ${like} AND ${field.exists})`
    : sql`arrayExists(x -> x LIKE ${like}, ${field.texts})`

const rangePredicate = (field: Field, { from, to }: Range): Sql => {
  const bounds = [
    ...(from ? [bound(field, from.inclusive ? '>=' : '>', from.amount)] : []),
    ...(to ? [bound(field, to.inclusive ? '<=' : '<', to.amount)] : []),
  ]
  return within(field, bounds, (from ?? to)?.amount.kind ?? 'time')
}

/** What a number must be like; undefined if the amount does not go with the attribute. */
type Bounded = ((number: Sql) => Sql) | undefined

const bound = (field: Field, operator: Operator, amount: Amount): Bounded => {
  const value = amountIn(amount, field.unit)
  return value === undefined ? undefined : (number) => sql`${number} ${constant(operator)} ${f64(value)}`
}

/** Whether one of the field's values keeps all bounds; with none, whether one is a number or a time. */
const within = (field: Field, bounds: readonly Bounded[], kind: Amount['kind']): Sql => {
  if (field.type === 'boolean' || bounds.includes(undefined)) return sql`0`
  const keeps = (number: Sql) =>
    sql`ifNull(${and([sql`isNotNull(${number})`, ...bounds.map((one) => one!(number))])}, 0)`
  if (field.type === 'number' || field.type === 'time') return keeps(field.number)
  return sql`arrayExists(x -> ${keeps(kind === 'time' ? momentOf(field) : decimal(word('x')))}, ${field.texts})`
}

/** The text `x` as epoch ms, if it is a day or moment as the search syntax writes them; or a number that is no text. */
const momentOf = ({ type, written }: Field): Sql => {
  const isText = written ?? (type === 'any' ? sql`0` : sql`1`)
  return sql`if(match(x, ${str(TIME)}), toNullable(toFloat64(toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(x, 3, 'UTC')))),
    if(${isText}, NULL, ${decimal(word('x'))}))`
}

const TIME = '^\\d{4}-\\d\\d-\\d\\d([Tt]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?([Zz]|[+-]\\d\\d:?\\d\\d)?)?$'
