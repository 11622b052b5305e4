/** A piece of SQL: text with typed, server-side values in its holes. Made only by the `sql` tag and the value makers. */
export interface Sql {
  readonly parts: readonly Part[]
}

type Part = string | Value | SetPart

/** A value that travels beside the text as `{p1:UInt32}`, never inside it. */
interface Value {
  readonly type: string
  readonly value: unknown
}

/**
 * A statement in whose place whoever runs the whole may put another that gives the same. Its rows are a set, behind `IN`:
 * of users their numbers (`key`), of accounts their ids (`id`); or, in brackets and behind `JOIN`, the users of devices
 * (`links`).
 */
export interface SetPart {
  readonly set: Sql
  readonly of: 'key' | 'id' | 'links'
}

const fragment = (parts: readonly Part[]): Sql => ({ parts })
const value = (type: string, of: unknown): Sql => fragment([{ type, value: of }])

/** ClickHouse takes at most 128 KB a parameter (http_max_field_value_size): longer lists are put together by it. */
const MOST_CHARACTERS = 100_000

const values = <T>(type: string, of: readonly T[], lengthOf: (item: T) => number): Sql => {
  const pieces: T[][] = [[]]
  let length = 0
  for (const item of of) {
    length += lengthOf(item)
    if (length > MOST_CHARACTERS) {
      pieces.push([])
      length = lengthOf(item)
    }
    pieces.at(-1)!.push(item)
  }
  if (pieces.length === 1) return value(type, of)
  return sql`arrayConcat(${join(pieces.map((piece) => value(type, piece)))})`
}

export const str = (of: string): Sql => value('String', of)
export const strs = (of: readonly string[]): Sql => values('Array(String)', of, (text) => 2 * text.length + 3)
export const u32 = (of: number): Sql => value('UInt32', of)
/** Beyond 2^53 give it as a bigint. */
export const u64 = (of: number | bigint): Sql => value('UInt64', String(of))
export const i64 = (of: number | bigint): Sql => value('Int64', String(of))
export const i64s = (of: readonly number[]): Sql => values('Array(Int64)', of, () => 21)
export const u64s = (of: readonly bigint[]): Sql => values('Array(UInt64)', of, () => 21)
/** As text, because chDB's client refuses numbers beyond 2^53. */
export const f64 = (of: number): Sql => value('Float64', String(of))
/**
 * Epoch milliseconds, from 2000 (intake takes nothing older) to 2286: the seconds of other times have fewer than nine or
 * more than ten digits, and reach the shards of a cluster in a form that they can't read.
 */
export const time = (ms: number): Sql =>
  sql`fromUnixTimestamp64Milli(${i64(Math.min(Math.max(ms, FIRST_MS), LAST_MS))}, 'UTC')`
const FIRST_MS = 946_684_800_000
const LAST_MS = 9_999_999_999_999
/** The name of a table, database or column. */
export const name = (of: string): Sql => value('Identifier', of)
/**
 * The path of a value inside a JSON column: `path('custom', 'context.plan')`, a Dynamic. ClickHouse has no typed
 * parameter for it, so each part is back-quoted; `sql.test.ts` proves on the engine that no key breaks out.
 */
export const path = (column: string, of: string): Sql => {
  const parts = of.split('.')
  if (isReadable(of, parts)) return fragment([[column, ...parts].map(quoteName).join('.')])
  return sql`JSONExtract(toJSONString(${fragment([quoteName(column)])}), ${join(parts.map(str))}, 'Dynamic')`
}

/** ClickHouse takes no empty part, and takes ^`a` for an object below a path and :`Int64` for a type. */
const isReadable = (of: string, parts: readonly string[]): boolean =>
  !of.startsWith('^`') && parts.every((part) => part !== '' && !part.startsWith(':`'))

const quoteName = (part: string): string =>
  `\`${part.replace(/[\\`]/g, '\\$&').replace(/[\0-\x1f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}\``

/** A name of ours (column, table, alias) written into the text as it is. Refuses anything but `[a-z0-9_]`. */
export const word = (of: string): Sql => {
  if (!/^[A-Za-z_]\w*$/.test(of)) throw new TypeError(`«${of}» is no plain name`)
  return fragment([of])
}
/** Text of ours without holes, such as a SETTINGS clause. Never for anything that came from outside. */
export const constant = (of: string): Sql => fragment([of])

/** SQL text whose holes are pieces of SQL. A bare string or number in a hole does not compile and throws. */
export const sql = (strings: TemplateStringsArray, ...holes: readonly Sql[]): Sql => {
  if (!Array.isArray(strings?.raw)) throw new TypeError('sql is a template tag: write sql`…`')
  const parts: Part[] = []
  strings.forEach((text, i) => {
    if (text) parts.push(text)
    if (i >= holes.length) return
    const hole = holes[i]
    if (!Array.isArray(hole?.parts))
      throw new TypeError(`hole ${i + 1} of «${strings.join('…')}» is no Sql: wrap the value in str(), u64(), …`)
    parts.push(...hole.parts)
  })
  return fragment(parts)
}

export const join = (pieces: readonly Sql[], separator = sql`, `): Sql =>
  fragment(pieces.flatMap((piece, i) => (i ? [...separator.parts, ...piece.parts] : piece.parts)))
export const and = (pieces: readonly Sql[]): Sql => (pieces.length ? sql`(${join(pieces, sql` AND `)})` : sql`1`)
export const or = (pieces: readonly Sql[]): Sql => (pieces.length ? sql`(${join(pieces, sql` OR `)})` : sql`0`)

export const setOf = (of: SetPart['of'], statement: Sql): Sql => fragment([{ set: statement, of }])

const isSet = (part: Part): part is SetPart => typeof part !== 'string' && 'set' in part

/** The sets of a statement, but for those inside of others. */
export const setsIn = (piece: Sql): SetPart[] => piece.parts.filter(isSet)

/** The statement with some of its sets told otherwise, or some of those inside of others. */
export const withSets = (piece: Sql, told: (set: SetPart) => Sql | undefined): Sql =>
  fragment(
    piece.parts.flatMap((part) =>
      isSet(part) ? (told(part)?.parts ?? [{ ...part, set: withSets(part.set, told) }]) : [part],
    ),
  )

const written = (piece: Sql): (string | Value)[] =>
  piece.parts.flatMap((part) => (isSet(part) ? written(part.set) : [part]))

export interface Rendered {
  text: string
  params: Record<string, unknown>
}

/** Of any value, lists of numbers beyond 2^53 among them. */
export const asJson = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v))

/** Text and parameters as `@clickhouse/client` takes them. Equal values share one parameter. */
export const render = (piece: Sql): Rendered => {
  const params: Record<string, unknown> = {}
  const known = new Map<string, string>()
  const text = written(piece)
    .map((part) => {
      if (typeof part === 'string') return part
      const key = `${part.type} ${asJson(part.value)}`
      let id = known.get(key)
      if (!id) {
        id = `p${known.size + 1}`
        known.set(key, id)
        params[id] = part.value
      }
      return `{${id}:${part.type}}`
    })
    .join('')
  return { text, params }
}

/**
 * The statement with its values written in: for people to read and run by hand ("show SQL"), never for us to run.
 */
export const toText = (piece: Sql): string =>
  written(piece)
    .map((part) => (typeof part === 'string' ? part : literal(part.type, part.value)))
    .join('')

const literal = (type: string, of: unknown): string => {
  if (type === 'Identifier') return quoteName(String(of))
  // A list of nothing would have no type.
  if (Array.isArray(of) && !of.length) return `CAST([], '${type}')`
  if (Array.isArray(of)) return `[${of.map((item) => literal(type.slice(6, -1), item)).join(', ')}]`
  if (type === 'String') return `'${String(of).replace(/[\\']/g, '\\$&').replace(/\0/g, '\\0').replace(/\n/g, '\\n')}'`
  return type === 'UInt64' || type === 'Int64' ? String(of) : Number(of).toString()
}
