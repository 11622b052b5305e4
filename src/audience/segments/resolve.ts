import { WaywornError } from '../../lib/errors.ts'
import type { Performed, Rule } from '../../model/audience/rule.ts'
import type { MemberKey } from '../../model/audience/upload.ts'
import type { Audience } from '../entity.ts'

/** A segment as it is kept: made of rules, or of a file's values. */
export interface KeptSegment {
  id: string
  name: string
  audience: Audience
  definition: Rule | null
  /** Of a file: the upload that counts, by its number in `segment_members`. */
  upload: { key: MemberKey; version: number } | null
}

/** Looks a segment up; undefined if there is none. */
export type FindSegment = (id: string) => Promise<KeptSegment | undefined>

export interface ProfileRule {
  kind: 'profile'
  query: string
  pointer: string
}

/** Rules with the segments that they name put in their place. */
export type Resolved =
  | { kind: 'all' | 'any'; of: Resolved[] }
  | { kind: 'not'; of: Resolved }
  /** `among`: only those whose profiles match all of these. */
  | { kind: 'performed'; performed: Performed; pointer: string; among?: readonly ProfileRule[] }
  | ProfileRule
  | { kind: 'members'; segmentId: string; key: MemberKey; version: number }

interface Looking {
  audience: Audience
  find: FindSegment
  /** Ids of the segments around, the outermost first: none may come again within itself. */
  within: readonly string[]
  /** Inside of a named segment: faults there are the name's fault to whoever asks, so all point at it. */
  named?: boolean
}

/**
 * Puts named segments in their place. Throws `invalid_field` at `pointer` for one that is unknown, of the other
 * audience, or that would hold itself.
 */
export const resolveRule = async (rule: Rule, looking: Looking, pointer: string): Promise<Resolved> => {
  const at = (below: string) => (looking.named ? pointer : `${pointer}/${below}`)
  if ('all' in rule || 'any' in rule) {
    const kind = 'all' in rule ? 'all' : 'any'
    const rules = 'all' in rule ? rule.all : rule.any
    const of = await Promise.all(rules.map((one, i) => resolveRule(one, looking, at(`${kind}/${i}`))))
    return { kind, of }
  }
  if ('not' in rule) return { kind: 'not', of: await resolveRule(rule.not, looking, at('not')) }
  if ('performed' in rule) return { kind: 'performed', performed: rule.performed, pointer: at('performed') }
  if ('profile' in rule) return { kind: 'profile', query: rule.profile, pointer: at('profile') }
  return resolveNamed(rule.segment, looking, at('segment'))
}

/** A segment by its id, with what it names put in its place; errors stand at `pointer`. */
export const resolveSegment = async (
  id: string,
  find: FindSegment,
  pointer: string,
): Promise<{ audience: Audience; rule: Resolved }> => {
  const audience = (await find(id))?.audience ?? 'users'
  return { audience, rule: await resolveNamed(id, { audience, find, within: [] }, pointer) }
}

const resolveNamed = async (id: string, looking: Looking, pointer: string): Promise<Resolved> => {
  const refuse = (reason: string) => new WaywornError('invalid_field', { field: 'segment', reason }, { pointer })
  if (looking.within.includes(id)) throw refuse(`the segment ${id} would hold itself; name another`)
  const segment = await looking.find(id)
  if (!segment) throw refuse(`there is no segment "${id}"; take an id from GET /api/v2/product-analytics/segments`)
  if (segment.audience !== looking.audience) {
    throw refuse(`"${segment.name}" is a segment of ${segment.audience}; one of ${looking.audience} is needed here`)
  }
  if (segment.upload) {
    const { key, version } = segment.upload
    return { kind: 'members', segmentId: id, key, version }
  }
  return resolveRule(segment.definition!, { ...looking, within: [...looking.within, id], named: true }, pointer)
}
