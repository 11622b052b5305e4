import { ATTRIBUTES } from '../model/attribute.ts'
import { dateText, type EventRow } from './shapes.ts'

/**
 * The columns of an event, by number. Those that the loader looks for in a line of the log come first, before anything
 * of customers'.
 */
const FIRST = ['session_key', 'event_id', 'revision', 'type', 'date', 'received_at', 'skew_ms'] as const
const LAST = ['session_ended', 'custom', 'more'] as const

const known = new Set<string>([...FIRST, ...LAST])

export const COLUMNS: readonly string[] = [
  ...FIRST,
  ...ATTRIBUTES.map(({ column }) => column).filter((column) => !known.has(column)),
  ...LAST,
]

const NUMBERS = new Map(COLUMNS.map((column, number) => [column, number]))

export const numberOf = (column: string): number => {
  const number = NUMBERS.get(column)
  if (number === undefined) throw new TypeError(`«${column}» is no column of events`)
  return number
}

/** The numbers of these columns, by name. */
export const numbersOf = <Column extends string>(...columns: Column[]): Readonly<Record<Column, number>> =>
  Object.fromEntries(columns.map((column) => [column, numberOf(column)])) as Record<Column, number>

const at = numbersOf('session_key', 'type', 'date', 'received_at')

/**
 * An event as values by the number of their column, `undefined` where it has none: to set and read these costs a tenth of
 * what it does by name. Times are epoch ms.
 */
export class Row {
  readonly values: unknown[] = new Array<unknown>(COLUMNS.length).fill(undefined)

  get sessionKey(): string {
    return this.values[at.session_key] as string
  }

  get type(): string {
    return this.values[at.type] as string
  }

  /** Epoch ms. */
  get date(): number {
    return this.values[at.date] as number
  }

  /** As a line of the log has it. */
  toJSON(): EventRow {
    const row: Record<string, unknown> = {}
    for (const [number, value] of this.values.entries()) if (value !== undefined) row[COLUMNS[number]!] = value
    row.revision = String(row.revision)
    for (const number of [at.date, at.received_at]) row[COLUMNS[number]!] = dateText(this.values[number] as number)
    return row as EventRow
  }
}
