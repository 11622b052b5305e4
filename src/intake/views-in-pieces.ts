import type { Engine } from '../engine/engine.ts'
import { sql, u32 } from '../sql/sql.ts'
import { isWholeDocument, viewIdOfLine } from './log-lines.ts'

/** The views that did not come as whole documents of browsers: only those are folded from what is kept of them. */
export interface ViewsInPieces {
  /** The views of these documents that are to be looked up: those of which something came in pieces, now or before. */
  among(lines: readonly string[]): Promise<string[]>
}

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
    async among(lines) {
      known ??= await kept()
      const arrived = new Set(lines.map(viewIdOfLine))
      for (const line of lines) {
        if (known.size < MOST_KNOWN && !isWholeDocument(line)) known.add(viewIdOfLine(line))
      }
      return known.size < MOST_KNOWN ? [...arrived].filter((id) => known!.has(id)) : [...arrived]
    },
  }
}
