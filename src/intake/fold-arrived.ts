import type { Engine } from '../engine/engine.ts'
import { sql, strs } from '../sql/sql.ts'
import { normaliseRow } from './normalise.ts'
import { numberOf, type Row } from './row.ts'
import type { DocumentRow, Envelope } from './shapes.ts'
import { foldView } from './view-documents.ts'
import type { View, ViewsInPieces } from './views-in-pieces.ts'

const TAG = { tag: 'fold', lane: 'background' as const }

const REVISION = numberOf('revision')

interface Stored extends DocumentRow {
  arrival: string
}

/** Room for a million documents a view: of the same newest version, the fold that knew more documents counts. */
const revisionOf = (documents: readonly Stored[]): string =>
  String(Math.max(...documents.map((d) => Number(d.document_version))) * 2 ** 20 + documents.length)

/** A view made of its documents, as its first one arrived. */
export interface Folded {
  row: Row
  arrival: bigint
}

/**
 * Folds anew those of these views, of which documents have arrived, that came in pieces (`view_update`, or a mobile SDK's
 * reduced documents). Whole documents of browsers need no fold: the highest version counts as it is.
 */
export const foldArrived = async (engine: Engine, pieces: ViewsInPieces, views: readonly View[]): Promise<Folded[]> => {
  if (!views.length) return []
  const viewIds = await pieces.among(views)
  const folded: Folded[] = []
  for (let i = 0; i < viewIds.length; i += 1000) {
    for (const documents of await inPieces(engine, viewIds.slice(i, i + 1000))) folded.push(foldedRow(documents))
  }
  return folded
}

const foldedRow = (documents: readonly Stored[]): Folded => {
  const newest = documents.reduce((a, b) => (Number(b.document_version) >= Number(a.document_version) ? b : a))
  const event = foldView(documents.map((d) => ({ ...d, document_version: Number(d.document_version) })))
  const row = normaliseRow(event, JSON.parse(newest.envelope) as Envelope)
  const first = documents.reduce((a, b) => (BigInt(b.arrival) < BigInt(a.arrival) ? b : a))
  row.values[REVISION] = revisionOf(documents)
  return { row, arrival: BigInt(first.arrival) }
}

/** All documents of those of these views that need folding, view by view. */
const inPieces = async (engine: Engine, arrived: readonly string[]): Promise<Stored[][]> => {
  // Mostly none: then nothing is read of the documents themselves.
  const { rows: pieces } = await engine.query<{ view_id: string }>(
    sql`SELECT DISTINCT view_id FROM view_documents
    WHERE view_id IN ${strs(arrived)} AND (kind = 'view_update' OR source != 'browser')`,
    TAG,
  )
  if (!pieces.length) return []
  const viewIds = pieces.map((row) => row.view_id)
  const { rows } = await engine.query<Stored>(
    sql`SELECT application_id, session_id, view_id, document_version, kind, source, event, envelope, toString(arrival) AS arrival
    FROM view_documents FINAL
    WHERE view_id IN ${strs(viewIds)} AND (application_id, view_id) GLOBAL IN (
      SELECT application_id, view_id FROM view_documents
      WHERE view_id IN ${strs(viewIds)} AND (kind = 'view_update' OR source != 'browser'))
    ORDER BY application_id, view_id, document_version, kind`,
    TAG,
  )
  const views = new Map<string, Stored[]>()
  for (const row of rows) {
    const id = `${row.application_id} ${row.view_id}`
    views.set(id, [...(views.get(id) ?? []), row])
  }
  return [...views.values()]
}
