import type { SdkEvent } from '../traffic/event.ts'
import type { Message } from '../traffic/record.ts'
import type { RecordedSegment, Recording } from './recording.ts'

/** How a recording is told once more: at another time, as another session, of another application and release. */
export interface Retelling {
  recording: Recording
  /** When the visit begins, epoch ms. */
  start: number
  applicationId: string
  version: string
  /** A new id for one of the recording's; the same for the same. */
  idOf(recorded: string): string
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The visitor's device stays the same; sessions, views and what happened in them are new each time. */
const renamed = <T>(value: T, { recording, applicationId, version, idOf }: Retelling): T => {
  const { application, usr, version: recorded } = recording.events[0]! as Told
  const kept = new Map([
    [application.id, applicationId],
    [usr.anonymous_id, usr.anonymous_id],
  ])
  const text = JSON.stringify(value)
    .replaceAll(UUID, (id) => kept.get(id) ?? idOf(id))
    .replaceAll(`"version":"${recorded}"`, `"version":"${version}"`)
    .replaceAll(`,version:${recorded}"`, `,version:${version}"`)
  return JSON.parse(text)
}

type Told = SdkEvent & {
  application: { id: string }
  usr: { anonymous_id: string }
  version: string
  view: { id: string; time_spent?: number }
}

/** What the SDK handed to its batches during the visit. */
export const messagesOf = (retelling: Retelling): Message[] => {
  const { recording, start } = retelling
  const later = start - recording.start
  return (renamed(recording.events, retelling) as Told[])
    .map((event) => {
      const date = event.date + later
      const lasted = event.type === 'view' ? (event.view.time_spent ?? 0) / 1e6 : 0
      const message = { at: Math.ceil(date + lasted), event: { ...event, date } }
      return event.type === 'view' ? { ...message, viewId: event.view.id } : message
    })
    .sort((a, b) => a.at - b.at)
}

/** The segments of the visit, with the ids that its events have. */
export const segmentsOf = (retelling: Retelling): RecordedSegment[] => {
  const { recording, start } = retelling
  const later = start - recording.start
  return renamed(recording.segments, retelling).map((segment) => ({
    ...segment,
    start: segment.start + later,
    end: segment.end + later,
    records: segment.records.map((record) => ({ ...record, timestamp: record.timestamp + later })),
  }))
}
