import { expect, test } from 'vitest'
import { createDice } from '../../../test/support/hostile-events.ts'
import type { ReplayRecord } from './record.ts'
import type { ReadSegment } from './view-recording.ts'
import { ATTENTIVE_MS, viewedSpans } from './viewed-spans.ts'

const T = Date.UTC(2026, 10, 10, 9)
const TICK = 500

/** What happened at a tick. */
type Did = 'nothing' | 'moved' | 'left' | 'came back' | { scrolledTo: number } | { inner: number } | { height: number }

const segment = (index: number, records: ReplayRecord[]): ReadSegment => ({
  records,
  truncated: false,
  source: 'browser',
  index_in_view: index,
  start: records[0]!.timestamp,
  end: records.at(-1)!.timestamp,
})

/** The page itself is node 1 where nodes are told as a tree, node 0 where they are counted. */
const firstRecords = (isCounted: boolean): ReplayRecord[] => [
  { type: 4, timestamp: T, data: { width: 900, height: 600 } },
  { type: 6, timestamp: T, data: { has_focus: true } },
  isCounted
    ? {
        type: 2,
        format: 1,
        timestamp: T,
        data: [
          [11, [1, '#document', 'HTML']],
          [1, [null, 0], [1, 1]],
          [6, [0, 0, 40]],
        ],
      }
    : {
        type: 2,
        timestamp: T,
        data: { node: { id: 1, type: 0, childNodes: [] }, initialOffset: { left: 0, top: 40 } },
      },
]

const recordOf = (did: Did, timestamp: number, page: number): ReplayRecord[] => {
  const incremental = (data: object) => [{ type: 3, timestamp, data }]
  if (did === 'nothing') return [{ type: 8, timestamp, data: { pageTop: 7 } }]
  if (did === 'moved') return incremental({ source: 1, positions: [] })
  if (did === 'left' || did === 'came back') return [{ type: 6, timestamp, data: { has_focus: did === 'came back' } }]
  if ('scrolledTo' in did) return incremental({ source: 3, id: page, x: 0, y: did.scrolledTo })
  if ('inner' in did) return incremental({ source: 3, id: page + 3, x: 0, y: did.inner })
  return incremental({ source: 4, width: 900, height: did.height })
}

/** Looks at every tick what was in the window until the next one. */
const slowly = (dids: readonly Did[]) => {
  const seen: { at: number; top: number; height: number }[] = []
  let [top, height, hasFocus, active] = [40, 600, true, 0]
  dids.forEach((did, tick) => {
    if (did === 'left') hasFocus = false
    else if (did === 'came back') hasFocus = true
    else if (typeof did === 'object' && 'scrolledTo' in did) top = did.scrolledTo
    else if (typeof did === 'object' && 'height' in did) height = did.height
    if (did !== 'nothing' && did !== 'left') active = tick
    const isLast = tick === dids.length - 1
    if (hasFocus && !isLast && (tick - active) * TICK < ATTENTIVE_MS) seen.push({ at: T + tick * TICK, top, height })
  })
  return seen
}

const ticksOf = (spans: ReturnType<typeof viewedSpans>) =>
  spans.flatMap(({ from, to, top, height }) =>
    Array.from({ length: (to - from) / TICK }, (_, tick) => ({ at: from + tick * TICK, top, height })),
  )

test.each([true, false])('what was in the window is what a look at every tick says; nodes counted: %s', (isCounted) => {
  const dice = createDice(11)
  for (let run = 0; run < 30; run += 1) {
    const pick = (): Did =>
      dice.pick<Did>([
        'moved',
        'left',
        'came back',
        { scrolledTo: dice.below(4000) },
        { inner: dice.below(4000) },
        { height: 300 + dice.below(600) },
      ])
    const dids = Array.from({ length: 400 }, (_, i): Did => (i > 0 && dice.chance(0.04) ? pick() : 'nothing'))
    dids[0] = 'moved'
    const later = dids.flatMap((did, tick) => recordOf(did, T + tick * TICK, isCounted ? 0 : 1))
    const cut = 1 + dice.below(later.length - 1)
    const segments = [segment(0, [...firstRecords(isCounted), ...later.slice(0, cut)])]
    if (cut < later.length) segments.push(segment(1, later.slice(cut)))
    expect(ticksOf(viewedSpans(segments))).toEqual(slowly(dids))
  }
})

test('where a segment is missing nothing counts until it is known where the window stood', () => {
  const at = (seconds: number) => T + seconds * 1000
  const scroll = (seconds: number, y: number): ReplayRecord => ({
    type: 3,
    timestamp: at(seconds),
    data: { source: 3, id: 0, x: 0, y },
  })
  const spans = viewedSpans([
    segment(0, [...firstRecords(true), scroll(5, 100)]),
    segment(2, [{ type: 3, timestamp: at(20), data: { source: 1 } }, scroll(22, 300), scroll(25, 400)]),
  ])
  expect(spans.map(({ from, to, top }) => [(from - T) / 1000, (to - T) / 1000, top])).toEqual([
    [0, 5, 40],
    [22, 25, 300],
  ])
})
