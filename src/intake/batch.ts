import type { LineLetter } from './log-lines.ts'
import type { IntakeMetrics } from './metrics.ts'
import type { Row } from './row.ts'
import { type Fault, type SetAsideReason, setAside } from './set-aside.ts'
import type { DocumentRow, ImageRow, SegmentRow, SetAsideRow } from './shapes.ts'

/** More set-aside rows a request are only counted: one hostile body must not fill the table. */
const MOST_SET_ASIDE = 20

/** A row, and by its letter the table that it is for. */
export interface Part {
  letter: LineLetter
  row: Row | DocumentRow | SegmentRow | ImageRow | SetAsideRow
}

/** What comes of one request, as rows for the engine, and how much of what it is. */
export interface Batch {
  readonly events: number
  /** In the order in which they were taken. */
  readonly parts: readonly Part[]
  event(row: Row): void
  document(row: DocumentRow): void
  segment(row: SegmentRow): void
  image(row: ImageRow): void
  setAside(fault: Fault, what: string | Buffer, applicationId?: string): void
  ignore(reason: string): void
  /** To be called when all is in. */
  close(): void
  /** Adds what the batch holds to the counters, once it is safe. */
  count(metrics: IntakeMetrics): void
}

export const createBatch = (where: { applicationId: string; track: string; receivedAt: number }): Batch => {
  const parts: Part[] = []
  const types = new Map<string, number>()
  const ignored = new Map<string, number>()
  const aside = new Map<SetAsideReason, number>()
  let events = 0
  let kept = 0

  const keep = (letter: LineLetter, row: Part['row'], type?: string): void => {
    if (type !== undefined) add(types, type)
    parts.push({ letter, row })
  }
  const keepAside = (fault: Fault, what: string | Buffer, applicationId: string): void => {
    if (kept++ < MOST_SET_ASIDE) keep('x', setAside({ ...where, applicationId }, fault, what))
  }
  const addRemark = (): void => {
    if (kept <= MOST_SET_ASIDE) return
    const detail = `${kept - MOST_SET_ASIDE} more lines of this request were set aside. Look at the first ones.`
    keep('x', setAside(where, { reason: 'too_many', detail }, `${where.receivedAt}`))
    kept = 0
  }

  return {
    parts,
    get events() {
      return events
    },
    event(row) {
      events++
      keep('e', row, row.type)
    },
    document: (row) => keep('d', row),
    segment: (row) => keep('s', row, 'replay_segment'),
    image: (row) => keep('i', row, 'replay_image'),
    setAside(fault, what, applicationId = where.applicationId) {
      add(aside, fault.reason)
      keepAside(fault, what, applicationId)
    },
    ignore: (reason) => add(ignored, reason),
    close: addRemark,
    count(metrics) {
      for (const [type, number] of types) metrics.events.inc({ type }, number)
      for (const [reason, number] of ignored) metrics.ignored.inc({ reason }, number)
      for (const [reason, number] of aside) metrics.setAside.inc({ reason }, number)
    },
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
