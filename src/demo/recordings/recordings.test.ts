import { expect, test } from 'vitest'
import { partsOf } from '../../intake/multipart.ts'
import { readReplay } from '../../intake/replay-segment.ts'
import { TARGETS } from '../traffic/targets.ts'
import { readRecordings } from './recording.ts'
import { messagesOf, type Retelling, segmentsOf } from './retell.ts'
import { segmentForm } from './segment-form.ts'

const START = Date.UTC(2026, 10, 20, 9)
const recordings = readRecordings()

const retold = (index: number): Retelling => {
  const ids = new Map<string, string>()
  const idOf = (id: string) => {
    ids.set(id, ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size).padStart(12, '0')}`)
    return ids.get(id)!
  }
  return { recording: recordings[index]!, start: START, applicationId: 'app', version: '2.9.0', idOf }
}

// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

test.each(recordings.map(({ name }, index) => [name, index] as const))('%s is told anew, whole', (_, index) => {
  const retelling = retold(index)
  const events: Event[] = messagesOf(retelling).map(({ event }) => event)
  const segments = segmentsOf(retelling)
  expect(events.length).toBe(retelling.recording.events.length)
  for (const event of events) {
    expect(event.application.id).toBe('app')
    expect(event.version).toBe('2.9.0')
    expect(event.date).toBeGreaterThanOrEqual(START)
    expect(event.date).toBeLessThan(START + 120_000)
  }
  const sessions = new Set(events.map((event) => event.session.id))
  expect(sessions.size).toBe(1)
  expect(events.some((event) => event.session.has_replay)).toBe(true)
  const views = new Set(events.filter((event) => event.type === 'view').map((event) => event.view.id))
  expect(new Set(segments.map((segment) => segment.view.id))).toEqual(views)
  expect(new Set(segments.map((segment) => segment.session.id))).toEqual(sessions)
  const before = JSON.stringify(retelling.recording)
  for (const event of events) expect(before).not.toContain(event.view.id)
  for (const segment of segments) {
    expect(segment.records[0]!.timestamp).toBeGreaterThanOrEqual(segment.start)
    expect(segment.records.at(-1)!.timestamp).toBeLessThanOrEqual(segment.end)
  }
})

test('its segments are such as the intake takes', async () => {
  const segments = segmentsOf(retold(0))
  for (const segment of segments) {
    const { contentType, body } = segmentForm(segment)
    const parts = partsOf(body, contentType)!
    const [item] = await readReplay(parts, { applicationId: 'app', receivedAt: Date.now(), inflatedLimit: 1e7 })
    expect(item).toMatchObject({
      kind: 'segment',
      row: { view_id: segment.view.id, start: segment.start, records_count: segment.records.length },
    })
  }
})

test('the made-up traffic clicks on the elements that the recorded pages have', () => {
  const clicked = new Set(
    recordings.flatMap(({ events }) =>
      (events as Event[]).map((event) => event._dd.action?.target?.composed_path_selector),
    ),
  )
  for (const target of Object.values(TARGETS)) expect(clicked).toContain(target.composed)
})
