import { peerPeople, peerRows } from '../peer.ts'

/** Journeys as PostHog asks for them (`../peer.ts`). */

const VIEW = '$pageview'

/** Of each person, or session, the sorted array that its funnel program takes. */
export const peerFunnel = (of: 'person' | 'session_id', pages: readonly string[]): string => {
  const columns = ['timestamp', 'uuid', ...pages.map((page, i) => `pathname = '${page}' AS step_${i + 1}`)].join(', ')
  const steps = pages.map((_, i) => `step_${i + 1}`)
  const rows = of === 'person' ? peerPeople(columns, VIEW) : peerRows(`${columns}, session_id`, VIEW)
  return `SELECT count(), sum(length(moves)) FROM (
  SELECT arraySort(e -> e.1, groupArray((toFloat64(timestamp), uuid, '', arrayFilter(s -> s > 0, [${steps.map((step, i) => `${i + 1} * ${step}`).join(', ')}])))) AS met,
    arrayFilter((e, before, after) -> NOT (length(e.4) < 2 AND e.4 = before.4 AND e.4 = after.4 AND e.1 > before.1 AND e.1 < after.1),
      met, arrayRotateRight(met, 1), arrayRotateLeft(met, 1)) AS moves
  FROM (${rows} AND (${steps.join(' OR ')})) GROUP BY ${of})`
}

/** Without its clean-up of addresses. */
export const peerPathways = (
  page: string,
): string => `SELECT pair.1 AS step, pair.2 AS source, pair.3 AS target, count() AS n FROM (
  SELECT arraySlice(visit, indexOf(visit, '${page}'), 5) AS path,
    arrayJoin(arrayZip(arrayEnumerate(path), arrayPushFront(arrayPopBack(path), ''), path)) AS pair
  FROM (
    SELECT arrayFilter((page, before) -> page != before, pages, arrayPushFront(arrayPopBack(pages), '')) AS visit FROM (
      SELECT arrayJoin(arraySplit((page, pause) -> pause >= 1800, groupArray(pathname), arrayDifference(groupArray(toUnixTimestamp(timestamp))))) AS pages
      FROM (${peerPeople('timestamp, pathname', VIEW)} ORDER BY person, timestamp) GROUP BY person))
  WHERE has(visit, '${page}'))
WHERE source != '' GROUP BY step, source, target ORDER BY n DESC LIMIT 50`

/** By weeks. */
export const PEER_RETENTION = `SELECT start, dateDiff('week', start, back) AS period, count() FROM (
  SELECT person, groupUniqArray(toStartOfWeek(timestamp, 1)) AS weeks,
    arrayJoin(weeks) AS start, arrayJoin(arrayFilter(week -> week >= start, weeks)) AS back
  FROM (${peerPeople('timestamp', VIEW)}) GROUP BY person)
GROUP BY start, period`
