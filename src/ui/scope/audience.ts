/** The part of a published request that leaves only those of a segment; nothing for everybody. */
export const audienceOf = (segment: string) =>
  segment === '' ? {} : { audience_filters: { segments: [{ name: 'segment', segment_id: segment }] } }
