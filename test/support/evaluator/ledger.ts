import { normaliseEvent } from '../../../src/intake/normalise.ts'
import type { DocumentRow, Envelope, EventRow } from '../../../src/intake/shapes.ts'
import type { ViewDocument } from '../../../src/intake/view-documents.ts'
import { foldView } from '../../../src/intake/view-documents.ts'

/** An event that counts: its row as intake made it, and when it came. */
export interface Counted {
  row: EventRow
  arrival: bigint
}

/** What has come, by the log's own numbers. Answers what counts: of each event one copy, however often it came. */
export interface Ledger {
  add(line: string, arrival: bigint): void
  counted(): Counted[]
}

export const createLedger = (): Ledger => {
  const rows: Counted[] = []
  const documents: (DocumentRow & { arrival: bigint })[] = []
  return {
    add(line, arrival) {
      const json = JSON.parse(line.slice(1))
      if (line[0] === 'e') rows.push({ row: json, arrival })
      if (line[0] === 'd') documents.push({ ...json, arrival })
    },
    counted() {
      const best = new Map<string, Counted>()
      for (const one of [...rows, ...folded(documents)]) {
        const { session_key, application_id, session_id, type, event_id } = one.row
        const id = JSON.stringify([session_key, application_id, session_id ?? '', type, event_id])
        const known = best.get(id)
        if (!known || beats(one, known)) best.set(id, one)
      }
      return [...best.values()]
    },
  }
}

const beats = (a: Counted, b: Counted): boolean => {
  const [ra, rb] = [BigInt(a.row.revision), BigInt(b.row.revision)]
  return ra === rb ? a.arrival < b.arrival : ra > rb
}

/** Views of which an update came: folded from all of their documents. */
const folded = (documents: readonly (DocumentRow & { arrival: bigint })[]): Counted[] => {
  const views = new Map<string, (DocumentRow & { arrival: bigint })[]>()
  for (const one of documents) {
    const id = `${one.application_id} ${one.view_id}`
    views.set(id, [...(views.get(id) ?? []), one])
  }
  return [...views.values()].flatMap((all) => {
    if (!all.some((one) => one.kind === 'view_update')) return []
    // Of each document the first copy that came.
    const first = new Map<string, (typeof all)[number]>()
    for (const one of all) {
      const id = `${String(one.document_version).padStart(20)} ${one.kind}`
      if (!first.has(id)) first.set(id, one)
    }
    const ordered = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
    const newest = ordered.at(-1)!
    const row = normaliseEvent(foldView(ordered as ViewDocument[]), JSON.parse(newest.envelope) as Envelope)
    // Above each whole document of the same version, below the next version.
    const revision = (BigInt(newest.document_version) << 20n) + 1n
    const [earliest] = all.map((one) => one.arrival).sort((a, b) => (a < b ? -1 : 1))
    return [{ row: { ...row, revision: String(revision) }, arrival: earliest! }]
  })
}
