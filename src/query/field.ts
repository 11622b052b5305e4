import { type Attribute, placeOf, type Unit, type ValueType } from '../model/attribute.ts'
import type { Pattern } from '../model/search/value-pattern.ts'
import { customTexts } from '../sessions/custom-texts.ts'
import { join, path as jsonPath, type Sql, sql, str, word } from '../sql/sql.ts'
import { personKey } from './identity.ts'

/** An attribute as a question reads it: what a source must select for it, and its value in several forms. */
export interface Field {
  path: string
  /** Its name in the source. */
  alias: string
  /** What a branch of the source selects, over the tables' own columns. */
  stored: Sql
  /** Made from the whole session. */
  ofSession: boolean
  type: ValueType | 'any'
  unit: Unit | undefined
  /** One event may hold several values. */
  several: boolean
  /** All values as texts, without empty ones; empty if the event has none. */
  texts: Sql
  /** One text for all of its texts, cheaper to group by than each; `unpackedTexts` gives them back. */
  packed?: Sql
  /** 1 if its values are texts and no numbers: then only those written as times are times. */
  written?: Sql
  /** 1 if one of its values is the empty text: for all else the same as no value, but a search may ask for it. */
  blank?: Sql
  /** The value as text, '' if the event has none. Of several the first. */
  text: Sql
  /** The value as Nullable(Float64); of several the first that is a number. */
  number: Sql
  /** 1 if the event has a value, else 0. Never NULL. */
  exists: Sql
  /** Whether one of its values fits the pattern, where there is a better way than to look at the values: 1 or 0. */
  whether?(pattern: Pattern): Sql
  /** Of an attribute that lies in no event: rows `{<id>, <alias>}`, joined to events whose column `on` is the id. */
  joined?: { on: Sql; id: string; rows: Sql }
}

/** Makes the fields of attributes that events do not carry but can be asked for; undefined for all other paths. */
export type Derive = (path: string, fields: Fields, alias: string) => Field | undefined

/** The fields that one question uses, each once. */
export interface Fields {
  of(path: string): Field
  /** A number that stands for the attribute's value where that is only counted or compared; else the attribute itself. */
  keyOf(path: string): Field
  /** `person_key`: of whoever an event is of, before it is known who. */
  person(): Field
  /** A condition on the tables' own columns, as a column of the source: 1 or 0. */
  stored(condition: Sql): Sql
  all(): readonly Field[]
}

export const createFields = (derive?: Derive): Fields => {
  const known = new Map<string, Field>()
  const keys = new Set<Field>()
  const conditions: Field[] = []
  const fields: Fields = {
    of(path) {
      let field = known.get(path)
      if (!field) {
        const alias = `f${known.size + 1}`
        field = derive?.(path, fields, alias) ?? fieldOf(path, alias)
        known.set(path, field)
      }
      return field
    },
    keyOf(path) {
      const key = KEYS.get(path)
      if (!key) return fields.of(path)
      keys.add(key)
      return key
    },
    person() {
      keys.add(PERSON)
      return PERSON
    },
    stored(condition) {
      const alias = `s${conditions.length + 1}`
      conditions.push(conditionField(condition, alias))
      return word(alias)
    },
    all: () => [...known.values(), ...keys, ...conditions],
  }
  return fields
}

/** Ids as numbers: 0 if there is none. */
const keyField = (path: string, column: string): Field => {
  const key = word(column)
  return {
    path,
    alias: column,
    stored: key,
    ofSession: false,
    type: 'any',
    unit: undefined,
    several: false,
    texts: sql`if(${key} = 0, [], [toString(${key})])`,
    text: key,
    number: sql`toNullable(toFloat64(${key}))`,
    exists: sql`${key} != 0`,
  }
}

const conditionField = (stored: Sql, alias: string): Field => ({
  path: alias,
  alias,
  stored,
  ofSession: false,
  type: 'boolean',
  unit: undefined,
  several: false,
  texts: sql`[toString(${word(alias)})]`,
  text: sql`toString(${word(alias)})`,
  number: sql`toFloat64(${word(alias)})`,
  exists: sql`1`,
})

const PERSON: Field = { ...keyField('usr.id', 'person_key'), stored: personKey }

const KEYS: ReadonlyMap<string, Field> = new Map([
  ['usr.id', keyField('usr.id', 'user_key')],
  ['session.id', keyField('session.id', 'session_number')],
])

const fieldOf = (path: string, alias: string): Field => {
  const place = placeOf(path)
  if (place.kind === 'column') return columnField(place.attribute)
  return place.kind === 'custom' ? customField(place.path, alias) : moreField(place.path, alias)
}

const columnField = (attribute: Attribute): Field => {
  const alias = word(attribute.column)
  const base = {
    path: attribute.path,
    alias: attribute.column,
    stored: alias,
    ofSession: attribute.level === 'session',
    type: attribute.type,
    unit: attribute.unit,
    several: attribute.type === 'strings',
  }
  switch (attribute.type) {
    case 'string':
      return {
        ...base,
        texts: sql`if(${alias} = '', [], [toString(${alias})])`,
        text: alias,
        number: decimal(sql`toString(${alias})`),
        exists: sql`${alias} != ''`,
      }
    case 'strings':
      return ofTexts(base, sql`arrayFilter(x -> x != '', arrayMap(x -> toString(x), ${alias}))`, sql`has(${alias}, '')`)
    case 'time':
      return {
        ...base,
        texts: sql`[toString(toUnixTimestamp64Milli(${alias}))]`,
        text: sql`toString(toUnixTimestamp64Milli(${alias}))`,
        number: sql`toNullable(toFloat64(toUnixTimestamp64Milli(${alias})))`,
        exists: sql`1`,
      }
    default:
      return {
        ...base,
        texts: sql`if(isNull(${alias}), [], [assumeNotNull(toString(${alias}))])`,
        text: sql`ifNull(toString(${alias}), '')`,
        number: sql`toFloat64(${alias})`,
        exists: sql`isNotNull(${alias})`,
      }
  }
}

/** A text as Nullable(Float64) if it is a decimal number: the engine would also read `inf` and `nan`. */
export const decimal = (text: Sql): Sql => sql`if(isFinite(toFloat64OrNull(${text})), toFloat64OrNull(${text}), NULL)`

type Base = Omit<Field, 'texts' | 'blank' | 'text' | 'number' | 'exists'>

const ofTexts = (base: Base, texts: Sql, blank: Sql): Field => ({
  ...base,
  texts,
  blank,
  text: sql`${texts}[1]`,
  number: sql`arrayFirstOrNull(x -> isNotNull(x), arrayMap(x -> ${decimal(word('x'))}, ${texts}))`,
  exists: sql`notEmpty(${texts})`,
})

/** What customers set at a path, stored in a column for what lies below its first part, as `usr` of `usr.plan`. */
export const fieldBelow = (path: string, alias: string): Field => {
  const [root = '', ...rest] = path.split('.')
  return { ...customField(path, alias), stored: jsonPath(root, rest.join('.')) }
}

/** A path of the JSON column: a text, number, boolean or a list of these, whatever this event has there. */
const customField = (path: string, name: string): Field => {
  const alias = word(name)
  const { isList, list, texts, packed } = customTexts(alias)
  const base = {
    path,
    alias: name,
    stored: jsonPath('custom', path),
    ofSession: false,
    type: 'any' as const,
    unit: undefined,
    several: true,
  }
  return {
    ...ofTexts(
      base,
      texts,
      sql`(isNotNull(${alias}) AND has(if(${isList}, ${list}, [ifNull(toString(${alias}), '')]), ''))`,
    ),
    packed,
    written: sql`(dynamicType(${alias}) IN ('String', 'Array(Nullable(String))'))`,
    number: sql`coalesce(toFloat64(dynamicElement(${alias}, 'Int64')), dynamicElement(${alias}, 'Float64'),
      toFloat64(dynamicElement(${alias}, 'UInt64')), ${decimal(sql`dynamicElement(${alias}, 'String')`)},
      arrayFirstOrNull(x -> isNotNull(x), arrayMap(x -> ${decimal(word('x'))}, ${list})))`,
  }
}

/** A field of the SDK without a column, read from JSON text. */
const moreField = (path: string, name: string): Field => {
  const alias = word(name)
  const plain = (raw: Sql) =>
    sql`if(startsWith(${raw}, '"'), JSONExtractString(${raw}), if(${raw} = 'null', '', ${raw}))`
  const texts = sql`arrayFilter(x -> x != '', if(startsWith(${alias}, '['),
    arrayMap(x -> ${plain(word('x'))}, JSONExtractArrayRaw(${alias})), [${plain(alias)}]))`
  const base = {
    path,
    alias: name,
    stored: sql`JSONExtractRaw(more, ${join(path.split('.').map(str))})`,
    ofSession: false,
    type: 'any' as const,
    unit: undefined,
    several: true,
  }
  return {
    ...ofTexts(base, texts, sql`(${alias} = '""' OR has(JSONExtractArrayRaw(${alias}), '""'))`),
    written: sql`(startsWith(${alias}, '"') OR startsWith(${alias}, '["'))`,
  }
}
