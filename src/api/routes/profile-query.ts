import type { Asking } from '../../analyses/asking.ts'
import { type Audience, EVER } from '../../audience/entity.ts'
import { type Hit, type ProfilesRequest, queryProfiles } from '../../audience/profiles/query.ts'
import { segmentIds } from '../../audience/segments/compile.ts'
import { resolveRule } from '../../audience/segments/resolve.ts'

type Given = Omit<ProfilesRequest, 'events' | 'among'> & {
  /** Its time frame is in seconds, as published. */
  event_query?: { query: string; time_frame: { start: number; end: number } } | null | undefined
  segment_id?: string | null | undefined
}

/** What a request for profiles asks. Throws `invalid_field` or `invalid_search`. */
export const answerProfiles = async (
  { event_query: events, segment_id: segment, ...request }: Given,
  audience: Audience,
  asking: Asking,
): Promise<{ hits: Hit[]; total?: number }> => {
  const among = segment ? await idsOfSegment(segment, audience, asking) : undefined
  return queryProfiles({ ...request, among, events: events ? inMilliseconds(events) : undefined }, audience, asking)
}

const idsOfSegment = async (id: string, audience: Audience, asking: Asking) => {
  const looking = { audience, find: asking.segment, within: [], named: true }
  const rule = await resolveRule({ segment: id }, looking, '/data/attributes/segment_id')
  return segmentIds(rule, { audience, scope: asking.scope(EVER.from, EVER.to) })
}

const inMilliseconds = ({ query, time_frame }: NonNullable<Given['event_query']>) => ({
  query,
  from: time_frame.start * 1000,
  to: time_frame.end * 1000,
  pointer: '/data/attributes/event_query/query',
})
