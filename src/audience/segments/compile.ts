import { and, or, type Sql, sql } from '../../sql/sql.ts'
import type { Asked } from '../entity.ts'
import { profileRows, profilesMatching } from '../profiles/source.ts'
import { membersOf } from './members.ts'
import { type Ids, whoPerformed } from './performed.ts'
import type { Resolved } from './resolve.ts'

/** Whether the entity `id` (a text that is not empty) is in the segment: 1 or 0. */
export const inSegment = (rule: Resolved, id: Sql, asked: Asked): Sql => {
  switch (rule.kind) {
    case 'all':
      return and(rule.of.map((one) => inSegment(one, id, asked)))
    case 'any':
      return or(rule.of.map((one) => inSegment(one, id, asked)))
    case 'not':
      return sql`NOT ${inSegment(rule.of, id, asked)}`
    default: {
      const { ids, outside } = idsOf(rule, asked)
      return outside ? sql`(${id} GLOBAL NOT IN (${ids}))` : sql`(${id} GLOBAL IN (${ids}))`
    }
  }
}

/** A statement with the ids of the segment's entities as `id`, each once; of those only that have events. */
export const segmentIds = (rule: Resolved, asked: Asked): Sql => {
  if (rule.kind === 'performed' || rule.kind === 'profile') {
    const { ids, outside } = idsOf(rule, asked)
    if (!outside) return ids
  }
  const among = candidates(rule, asked) ?? [knownIds(asked)]
  const union = sql`SELECT DISTINCT id FROM (${among.reduce((all, one) => sql`${all} UNION ALL ${one}`)})`
  return sql`SELECT id FROM (${union}) WHERE ${inSegment(rule, sql`id`, asked)}`
}

/** Everyone who has an event. */
export const knownIds = (asked: Asked): Sql => profileRows([], asked)

/** Sets that hold the whole segment together, if its rules name any; those of files may name people unknown here. */
const candidates = (rule: Resolved, asked: Asked): Sql[] | undefined => {
  switch (rule.kind) {
    case 'all': {
      for (const one of rule.of) {
        const found = candidates(one, asked)
        if (found) return found
      }
      return undefined
    }
    case 'any': {
      const each = rule.of.map((one) => candidates(one, asked))
      return each.every((one) => one !== undefined) ? each.flat() : undefined
    }
    case 'performed':
    case 'profile': {
      const { ids, outside } = idsOf(rule, asked)
      return outside ? undefined : [ids]
    }
    default:
      return undefined
  }
}

const idsOf = (rule: Exclude<Resolved, { kind: 'all' | 'any' | 'not' }>, asked: Asked): Ids => {
  if (rule.kind === 'performed') return whoPerformed(rule.performed, asked, rule.pointer)
  if (rule.kind === 'profile') return { ids: profilesMatching(rule.query, asked, rule.pointer) }
  return { ids: membersOf(rule, asked.scope) }
}
