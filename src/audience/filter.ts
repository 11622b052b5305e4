import { WaywornError } from '../lib/errors.ts'
import type { AudienceFilters } from '../model/audience/filters.ts'
import { type Formula, parseAudienceFormula } from '../model/audience/formula.ts'
import type { Fields } from '../query/field.ts'
import { personsOf } from '../query/identity.ts'
import type { Scope } from '../query/source.ts'
import { and, or, type Sql, setOf, sql, word } from '../sql/sql.ts'
import { type Audience, ENTITY_PATH } from './entity.ts'
import { profilesMatching } from './profiles/source.ts'
import { inSegment, isKeyInSegment, isPersonInSegment, keysOf } from './segments/compile.ts'
import { type FindSegment, resolveSegment } from './segments/resolve.ts'

/** A condition on events: 1 or 0. Asks the fields for what it needs, so it must be made before the source is. */
export type AudienceCondition = (fields: Fields) => Sql

export interface AudienceDeps {
  /** Of any time: audiences look at all time, whatever a question's own is. */
  scope: Scope
  find: FindSegment
}

/** Every event. */
export const EVERYONE: AudienceCondition = () => sql`1`

/**
 * What an analysis adds to its events: those of the people or accounts in the audience. Names are looked up here, once,
 * so that compiling stays pure. Throws `invalid_field` or `invalid_search` below `pointer` for repeated or unknown
 * names, unknown segments and searches that can't be read.
 */
export const resolveAudience = async (
  filters: AudienceFilters | null | undefined,
  deps: AudienceDeps,
  pointer: string,
): Promise<AudienceCondition> => {
  const named = await namedSets(filters ?? {}, deps, pointer)
  const names = [...named.keys()]
  if (!names.length && !filters?.formula?.trim()) return EVERYONE
  const formula: Formula = filters?.formula?.trim()
    ? parseAudienceFormula(filters.formula, names, `${pointer}/formula`)
    : { kind: 'and', of: names.map((one) => ({ kind: 'name', name: one })) }
  return (fields) => holds(formula, (one) => isIn(named.get(one)!, fields))
}

const PERSON = word('person_key')

interface NamedSet {
  audience: Audience
  /** Of users by their number, of accounts by their id. */
  holds(one: Sql): Sql
  /** The same of `person_key`, whoever that is, where it can be told before that is known. */
  ofPerson?: Sql | undefined
}

const isIn = (set: NamedSet, fields: Fields): Sql => {
  if (set.ofPerson) {
    fields.person()
    return set.ofPerson
  }
  const path = ENTITY_PATH[set.audience]
  const entity = set.audience === 'users' ? fields.keyOf(path) : fields.of(path)
  return and([entity.exists, set.holds(entity.text)])
}

const holds = (formula: Formula, test: (name: string) => Sql): Sql => {
  if (formula.kind === 'name') return test(formula.name)
  if (formula.kind === 'not') return sql`NOT ${holds(formula.of, test)}`
  return (formula.kind === 'and' ? and : or)(formula.of.map((one) => holds(one, test)))
}

const namedSets = async (
  { users, accounts, segments }: Partial<AudienceFilters>,
  { scope, find }: AudienceDeps,
  pointer: string,
): Promise<Map<string, NamedSet>> => {
  const sets = new Map<string, NamedSet>()
  const add = (key: string, at: string, set: NamedSet) => {
    if (sets.has(key)) {
      const reason = `"${key}" is used twice; each name stands for one audience`
      throw new WaywornError('invalid_field', { field: 'name', reason }, { pointer: `${at}/name` })
    }
    sets.set(key, set)
  }
  for (const audience of ['users', 'accounts'] as const) {
    for (const [i, one] of ((audience === 'users' ? users : accounts) ?? []).entries()) {
      const at = `${pointer}/${audience}/${i}`
      const ids = profilesMatching(one.query, { audience, scope }, `${at}/query`)
      const set = audience === 'users' ? setOf('key', personsOf(keysOf(ids))) : setOf('id', ids)
      const holds = (id: Sql) => sql`${id} GLOBAL IN (${set})`
      add(one.name, at, { audience, holds, ofPerson: audience === 'users' ? holds(PERSON) : undefined })
    }
  }
  for (const [i, one] of (segments ?? []).entries()) {
    const at = `${pointer}/segments/${i}`
    const { audience, rule } = await resolveSegment(one.segment_id, find, `${at}/segment_id`)
    const asked = { audience, scope }
    const isUsers = audience === 'users'
    add(one.name, at, {
      audience,
      holds: (id) => (isUsers ? isKeyInSegment : inSegment)(rule, id, asked),
      ofPerson: isUsers ? isPersonInSegment(rule, PERSON, asked) : undefined,
    })
  }
  return sets
}
