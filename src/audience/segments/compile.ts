import { keyOf } from '../../engine/schema/0019-person-keys.ts'
import { personsOf } from '../../query/identity.ts'
import { and, constant, or, type Sql, setOf, sql } from '../../sql/sql.ts'
import type { Asked } from '../entity.ts'
import { profileRows, profilesMatching } from '../profiles/source.ts'
import { membersOf } from './members.ts'
import { narrowed } from './narrow.ts'
import { type Ids, whoPerformed } from './performed.ts'
import { performedInSequences } from './performed-in-sequences.ts'
import type { ProfileRule, Resolved } from './resolve.ts'

/** Whether the entity `id` (a text that is not empty) is in the segment: 1 or 0. */
export const inSegment = (rule: Resolved, id: Sql, asked: Asked): Sql =>
  holds(profilesFirst(rule, asked), (leaf) => {
    const { ids, outside } = idsOf(leaf, asked)
    return isIn(id, setOf('id', ids), outside)
  })

/** The same of a user's number, which is not 0. */
export const isKeyInSegment = (rule: Resolved, key: Sql, asked: Asked): Sql =>
  holds(profilesFirst(rule, asked), (leaf) => {
    const { ids, keys, outside } = idsOf(leaf, asked)
    return isIn(key, setOf('key', keys ?? keysOf(ids)), outside)
  })

/**
 * The same of whoever an event is of, before it is known who; undefined where nobody, or a device without a user, might
 * count as one who is not among some.
 */
export const isPersonInSegment = (rule: Resolved, person: Sql, asked: Asked): Sql | undefined =>
  isAmongSome(rule, asked)
    ? holds(profilesFirst(rule, asked), (leaf) => {
        const { ids, keys } = idsOf(leaf, asked)
        return isIn(person, setOf('key', personsOf(keys ?? keysOf(ids))))
      })
    : undefined

const isAmongSome = (rule: Resolved, asked: Asked): boolean => {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.of.length > 0 && rule.of.every((one) => isAmongSome(one, asked))
    case 'not':
      return false
    default:
      return !idsOf(rule, asked).outside
  }
}

/** The numbers of users instead of their ids, as `key`. */
export const keysOf = (ids: Sql): Sql => sql`SELECT ${constant(keyOf('id'))} AS key FROM (${ids})`

const isIn = (one: Sql, set: Sql, outside = false): Sql =>
  outside ? sql`(${one} GLOBAL NOT IN (${set}))` : sql`(${one} GLOBAL IN (${set}))`

type Leaf = Exclude<Resolved, { kind: 'all' | 'any' | 'not' }>

const holds = (rule: Resolved, test: (leaf: Leaf) => Sql): Sql => {
  switch (rule.kind) {
    case 'all':
      return and(rule.of.map((one) => holds(one, test)))
    case 'any':
      return or(rule.of.map((one) => holds(one, test)))
    case 'not':
      return sql`NOT ${holds(rule.of, test)}`
    default:
      return test(rule)
  }
}

/** A statement with the ids of the segment's entities as `id`, each once; of those only that have events. */
export const segmentIds = (rule: Resolved, asked: Asked): Sql => idsIn(profilesFirst(rule, asked), asked)

const profilesFirst = (rule: Resolved, asked: Asked): Resolved =>
  narrowed(rule, ({ performed, pointer }) => performedInSequences({ performed }, asked, pointer) !== undefined)

const idsIn = (rule: Resolved, asked: Asked): Sql => {
  switch (rule.kind) {
    case 'all': {
      const first = rule.of.findIndex((one) => isSet(one, asked))
      if (first < 0) break
      const others = rule.of.filter((_, i) => i !== first)
      const ids = idsIn(rule.of[first]!, asked)
      return others.length
        ? sql`SELECT id FROM (${ids}) WHERE ${inSegment({ kind: 'all', of: others }, sql`id`, asked)}`
        : ids
    }
    case 'any': {
      if (!isSet(rule, asked)) break
      const each = rule.of.map((one) => idsIn(one, asked))
      return each.length > 1
        ? sql`SELECT DISTINCT id FROM (${each.reduce((all, one) => sql`${all} UNION ALL ${one}`)})`
        : each[0]!
    }
    case 'performed':
    case 'profile':
      if (isSet(rule, asked)) return idsOf(rule, asked).ids
  }
  return sql`SELECT id FROM (${knownIds(asked)}) WHERE ${inSegment(rule, sql`id`, asked)}`
}

/** Everyone who has an event. */
export const knownIds = (asked: Asked): Sql => profileRows([], asked)

/** Whether its rules name sets that hold the whole segment together; those of files may name people unknown here. */
const isSet = (rule: Resolved, asked: Asked): boolean => {
  switch (rule.kind) {
    case 'all':
      return rule.of.some((one) => isSet(one, asked))
    case 'any':
      return rule.of.length > 0 && rule.of.every((one) => isSet(one, asked))
    case 'performed':
    case 'profile':
      return !idsOf(rule, asked).outside
    default:
      return false
  }
}

/** The numbers of users whose profiles match all of these, as `key`. */
const matchingAll = ([first, ...others]: readonly ProfileRule[], asked: Asked): Sql => {
  const idsOf = ({ query, pointer }: ProfileRule) => profilesMatching(query, asked, pointer)
  const also = others.map((one) => sql`id GLOBAL IN (${idsOf(one)})`)
  return keysOf(also.length ? sql`SELECT id FROM (${idsOf(first!)}) WHERE ${and(also)}` : idsOf(first!))
}

const idsOf = (rule: Leaf, asked: Asked): Ids => {
  if (rule.kind === 'performed') {
    const { performed, pointer, among } = rule
    const sought = { performed, among: among && matchingAll(among, asked) }
    return performedInSequences(sought, asked, pointer) ?? whoPerformed(performed, asked, pointer)
  }
  if (rule.kind === 'profile') return { ids: profilesMatching(rule.query, asked, rule.pointer) }
  return { ids: membersOf(rule, asked.scope) }
}
