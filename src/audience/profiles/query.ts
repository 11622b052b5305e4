import { term } from '../../model/search/ast.ts'
import { wildcards } from '../../model/search/value-pattern.ts'
import { filtered } from '../../query/filter.ts'
import { predicateOf } from '../../query/predicate.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, join, type Sql, sql, u32, word } from '../../sql/sql.ts'
import { type Asked, type Asks, type Audience, ENTITY_PATH, EVER } from '../entity.ts'
import { PROFILE_ATTRIBUTES, PROFILE_TEXTS } from './attributes.ts'
import { countColumn, createColumns, type ProfileColumn, type ProfileColumns } from './columns.ts'
import { profileCondition, profileRows } from './source.ts'

export interface ProfilesRequest {
  query?: string | undefined
  /** Without it all that every profile has. */
  select_columns?: readonly string[] | null | undefined
  sort?: { field?: string | undefined; order?: 'ASC' | 'DESC' | undefined } | null | undefined
  /** A part of the id, the name or the email, `*` and `?` in it being wildcards. */
  wildcard_search_term?: string | null | undefined
  limit: number
  /** So many of the order are passed over first. */
  offset?: number | undefined
  /** Only people or accounts with a matching event in this time, epoch ms; counts are then over those events. */
  events?: { query: string; from: number; to: number; pointer: string } | undefined
  /** Only these; a statement with their ids. */
  among?: Sql | undefined
  /** False: the answer has no total, and takes less. */
  counted?: boolean
}

export type Hit = Record<string, unknown>

const AT = '/data/attributes'

/** Profiles that match, in order, and how many there are. Throws `invalid_field` or `invalid_search`. */
export const queryProfiles = async (
  request: ProfilesRequest,
  audience: Audience,
  asks: Asks,
): Promise<{ hits: Hit[]; total?: number }> => {
  const asked = { audience, scope: asks.scope(EVER.from, EVER.to) }
  const { hits, page, total, shown } = compileProfiles(request, asked)
  const count = async () => (await asks.run<{ total: number }>(total))[0]!.total
  const atOnce = request.events !== undefined || request.limit > MOST_AT_ONCE
  if (request.limit && !atOnce) {
    const ids = await asks.run<{ id: string; total: number }>(page)
    const rows = await detailsOf(ids, shown, asked, asks)
    const told = { hits: rows.map((row) => hitOf(row, shown)) }
    if (request.counted === false) return told
    return { ...told, total: ids[0]?.total ?? (request.offset ? await count() : 0) }
  }
  const [rows, counted] = await Promise.all([
    request.limit ? asks.run<Row>(hits) : [],
    request.counted === false ? undefined : count(),
  ])
  return { hits: rows.map((row) => hitOf(row, shown)), ...(counted === undefined ? {} : { total: counted }) }
}

type Row = Record<string, unknown>

/** Larger pages are asked for in one statement. */
const MOST_AT_ONCE = 1_000

/** What is shown of people, once it is known who they are: most columns are then read of few people only. */
const detailsOf = async (
  page: readonly { id: string }[],
  shown: readonly ProfileColumn[],
  asked: Asked,
  asks: Asks,
): Promise<Row[]> => {
  const ids = page.map((row) => row.id)
  if (!ids.length || shown.every(({ alias }) => alias === 'id')) return ids.map((id) => ({ id }))
  const columns = join([...new Set(['id', ...shown.map(({ alias }) => alias)])].map(word))
  const rows = await asks.run<Row>(sql`SELECT ${columns} FROM (${profileRows(shown, asked, ids)})`)
  const byId = new Map(rows.map((row) => [row.id, row] as const))
  return ids.map((id) => byId.get(id)!).filter(Boolean)
}

const compileProfiles = (request: ProfilesRequest, asked: Asked) => {
  const { audience } = asked
  const names = request.select_columns?.length
    ? request.select_columns
    : PROFILE_ATTRIBUTES[audience].map((attribute) => attribute.id)
  const matched = createColumns(audience, `${AT}/query`, asked.scope.imported)
  const conditions = conditionsOf(request, audience, matched)
  const total = sql`SELECT toFloat64(count()) AS total FROM (${rowsOf(matched.used(), request, asked)}) WHERE ${and(conditions)}`

  const columns = createColumns(audience, `${AT}/query`, asked.scope.imported)
  const where = and(conditionsOf(request, audience, columns))
  const shown = names.map((name, i) => columns.column(name, `${AT}/select_columns/${i}`))
  const field = request.sort?.field ?? (audience === 'users' ? 'last_seen' : 'last_seen')
  const by = columns.column(field, `${AT}/sort/field`)
  const order = constant(`${request.sort?.field && request.sort.order !== 'DESC' ? 'ASC' : 'DESC'} NULLS LAST`)
  const part = sql`LIMIT ${u32(request.limit)} OFFSET ${u32(request.offset ?? 0)}`
  const hits = sql`SELECT ${join(shown.map((column) => word(column.alias)))} FROM (${rowsOf(columns.used(), request, asked)})
WHERE ${where} ORDER BY ${sortKeys(by, order)}, id ${part}`
  const ordered = createColumns(audience, `${AT}/query`, asked.scope.imported)
  const matching = and(conditionsOf(request, audience, ordered))
  const keys = sortKeys(ordered.column(field, `${AT}/sort/field`), order)
  const counted = request.counted === false ? sql`` : sql`, toFloat64(count() OVER ()) AS total`
  const page = sql`SELECT id${counted} FROM (${rowsOf(ordered.used(), request, asked)})
WHERE ${matching} ORDER BY ${keys}, id ${part}`
  return { hits, page, total, shown }
}

const conditionsOf = (request: ProfilesRequest, audience: Audience, columns: ProfileColumns): Sql[] => {
  const { query = '', wildcard_search_term: wanted } = request
  const texts = PROFILE_TEXTS[audience]
  return [
    profileCondition(query, audience, columns, `${AT}/query`),
    ...(wanted ? [predicateOf(term(wildcards(wanted)), columns, texts)] : []),
  ]
}

const rowsOf = (columns: readonly ProfileColumn[], { events, among }: ProfilesRequest, asked: Asked): Sql => {
  if (!events) return profileRows(columns, asked, among)
  const counts = columns.filter(({ attribute }) => attribute.made.kind === 'count')
  const others = columns.filter((column) => !counts.includes(column))
  const scope: Scope = { ...asked.scope, from: events.from, to: events.to }
  const found = filtered({ search: { query: events.query } }, scope)
  const entity = found.fields.of(ENTITY_PATH[asked.audience])
  const chosen = [entity.exists, ...(among ? [sql`${entity.text} GLOBAL IN (${among})`] : [])]
  const counted = counts.map(({ attribute, alias }) => {
    const { made } = attribute as { made: { kind: 'count'; of: Parameters<typeof countColumn>[0] } }
    return sql`${countColumn(made.of, found.fields)} AS ${word(alias)}`
  })
  const matching = sql`SELECT ${join([sql`${entity.text} AS matched`, ...counted])} FROM (${found.rows()}) WHERE ${and(chosen)} GROUP BY matched`
  const ids = sql`SELECT matched FROM (${matching})`
  return sql`SELECT * FROM (${profileRows(others, asked, ids)}) AS profiles INNER JOIN (${matching}) AS counts ON id = matched`
}

/** What customers set may be numbers or texts: numbers come before texts, whatever the order. */
const sortKeys = ({ field }: ProfileColumn, order: Sql): Sql => {
  const text = sql`nullIf(${field.text}, '') ${order}`
  if (field.type === 'string') return text
  const number = sql`${field.number} ${order}`
  return field.type === 'any' ? sql`${number}, ${text}` : number
}

const hitOf = (row: Record<string, unknown>, shown: readonly ProfileColumn[]): Hit =>
  Object.fromEntries(shown.map((column) => [column.attribute.id, outside(column, row[column.alias])]))

/** Times in ISO, what customers set as they set it, and null where there is nothing. */
const outside = ({ attribute }: ProfileColumn, value: unknown): unknown => {
  if (attribute.type === 'timestamp') return typeof value === 'number' ? new Date(value).toISOString() : null
  if (attribute.type !== 'any') return value === '' ? null : (value ?? null)
  const json = Array.isArray(value) ? value[2] : (value as Record<string, string> | null)?.['3']
  return json ? (JSON.parse(json as string) as unknown) : null
}
