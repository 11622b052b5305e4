/** The part of a published request that leaves only those of all of these segments; nothing for everybody. */
export const audienceOf = (segment: string, also = '') => {
  const named = [
    { name: 'segment', segment_id: segment },
    { name: 'also', segment_id: also },
  ]
  const segments = named.filter((one) => one.segment_id !== '')
  return segments.length ? { audience_filters: { segments } } : {}
}
