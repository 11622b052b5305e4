import { BlockBuilder } from '../engine/block/block.ts'
import type { Part } from './batch.ts'
import { DOCUMENT_KINDS, EVENT_KINDS } from './block-kinds.ts'
import { arrivalOf, type LineLetter } from './log-lines.ts'
import { COLUMNS, type Row } from './row.ts'
import type { DocumentRow, SegmentRow } from './shapes.ts'

/** Where a row of a block came from: the how-manieth record of the block, and the place in it. */
interface Origin {
  record: number
  index: number
}

/** Records that follow each other in the log, as the engine takes them. */
export class FreshBlock {
  readonly events = new BlockBuilder(EVENT_KINDS, COLUMNS)
  readonly documents = new BlockBuilder(DOCUMENT_KINDS)
  /** Rows of other tables, as JSON. */
  lines: Record<'s' | 'i' | 'x', string[]> = { s: [], i: [], x: [] }
  views: { id: string; isWhole: boolean }[] = []
  /** The session of each event. */
  sessionKeys: string[] = []
  /** Epoch ms; no event is of earlier. */
  oldestEvent = Number.MAX_SAFE_INTEGER
  /** Epoch ms; no row of any kind is of earlier. */
  oldest = Number.MAX_SAFE_INTEGER
  /** Of the records, as the sender sent them. */
  bytes = 0
  isBroken = false
  #eventOrigins: Origin[] = []
  #documentOrigins: Origin[] = []
  #appends: Promise<bigint>[] = []
  #sequences: bigint[] = []

  get first(): bigint {
    return this.#sequences[0]!
  }

  get last(): bigint {
    return this.#sequences.at(-1)!
  }

  /** Adds the rows of a record while it is being written to the log. */
  add(append: Promise<bigint>, payload: Buffer, parts: readonly Part[]): void {
    const record = this.#appends.push(append) - 1
    this.bytes += payload.length
    for (const [index, { letter, row }] of parts.entries()) ADD[letter](this, row, { record, index })
  }

  addEvent(row: Row, origin?: Origin): void {
    this.events.addValues(row.values)
    this.sessionKeys.push(row.sessionKey)
    if (origin) this.#eventOrigins.push(origin)
    this.oldestEvent = Math.min(this.oldestEvent, row.date)
    this.oldest = Math.min(this.oldest, row.date)
  }

  /** A view made of its documents, which arrived before. */
  addFolded(row: Row, arrival: bigint): void {
    this.events.put(this.events.rows, 'arrival', arrival)
    this.addEvent(row)
  }

  addDocument(row: DocumentRow, origin: Origin): void {
    this.documents.add(row)
    this.views.push({ id: row.view_id, isWhole: row.kind === 'view' && row.source === 'browser' })
    this.#documentOrigins.push(origin)
    // Its own date is in its text, which an update of a view may come without.
    if (row.kind !== 'view') this.oldest = 0
  }

  addLine(letter: 's' | 'i' | 'x', row: object): void {
    this.lines[letter].push(JSON.stringify(row))
    if (letter === 's') this.oldest = Math.min(this.oldest, (row as SegmentRow).start)
  }

  /** Waits until all is on disk, and numbers the rows by it. Broken if something did not get there. */
  async settle(): Promise<void> {
    const settled = await Promise.allSettled(this.#appends)
    this.isBroken ||= settled.some(({ status }) => status === 'rejected')
    if (this.isBroken) return
    this.#sequences = settled.map((one) => (one as PromiseFulfilledResult<bigint>).value)
    this.isBroken = this.#sequences.some((sequence, i) => i > 0 && sequence !== this.#sequences[i - 1]! + 1n)
    number(this.events, this.#eventOrigins, this.#sequences)
    number(this.documents, this.#documentOrigins, this.#sequences)
  }

  clear(): void {
    this.events.clear()
    this.documents.clear()
    this.lines = { s: [], i: [], x: [] }
    this.views = []
    this.sessionKeys = []
    this.oldestEvent = Number.MAX_SAFE_INTEGER
    this.oldest = Number.MAX_SAFE_INTEGER
    this.bytes = 0
    this.isBroken = false
    this.#eventOrigins = []
    this.#documentOrigins = []
    this.#appends = []
    this.#sequences = []
  }
}

const ADD: Record<LineLetter, (block: FreshBlock, row: Part['row'], origin: Origin) => void> = {
  e: (block, row, origin) => block.addEvent(row as Row, origin),
  d: (block, row, origin) => block.addDocument(row as DocumentRow, origin),
  s: (block, row) => block.addLine('s', row),
  i: (block, row) => block.addLine('i', row),
  x: (block, row) => block.addLine('x', row),
}

const number = (rows: BlockBuilder, origins: readonly Origin[], sequences: readonly bigint[]): void => {
  let record = -1
  let first = 0n
  for (const [row, origin] of origins.entries()) {
    if (origin.record !== record) {
      record = origin.record
      first = arrivalOf(sequences[record]!, 0)
    }
    rows.put(row, 'arrival', first + BigInt(origin.index))
  }
}
