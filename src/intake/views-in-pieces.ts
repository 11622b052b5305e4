import type { Engine } from '../engine/engine.ts'
import { sql, u32 } from '../sql/sql.ts'
import { isWholeDocument, viewIdOfLine } from './log-lines.ts'

/** The views that did not come as whole documents of browsers: only those are folded from what is kept of them. */
export interface ViewsInPieces {
  /** The views of these documents that are to be looked up: those of which something came in pieces, now or before. */
  among(views: readonly View[]): Promise<string[]>
}

/** The view of a document, and whether that tells all of it. */
export interface View {
  id: string
  isWhole: boolean
}

export const viewOfLine = (line: string): View => ({ id: viewIdOfLine(line), isWhole: isWholeDocument(line) })

/** Phones send all views in pieces: of so many views nothing is remembered any more, and each is looked up. */
const MOST_KNOWN = 100_000

export const createViewsInPieces = (engine: Engine): ViewsInPieces => {
  let known: Set<string> | undefined

  const kept = async (): Promise<Set<string>> => {
    const { rows } = await engine.query<{ view_id: string }>(
      sql`SELECT DISTINCT view_id FROM view_documents WHERE kind = 'view_update' OR source != 'browser'
      LIMIT ${u32(MOST_KNOWN)}`,
      { tag: 'pieces', lane: 'background' },
    )
    return new Set(rows.map((row) => row.view_id))
  }

  return {
    async among(views) {
      known ??= await kept()
      const arrived = new Set(views.map(({ id }) => id))
      for (const { id, isWhole } of views) if (known.size < MOST_KNOWN && !isWhole) known.add(id)
      return known.size < MOST_KNOWN ? [...arrived].filter((id) => known!.has(id)) : [...arrived]
    },
  }
}
