import type { Tombstones } from '../sessions/erase/tombstones.ts'
import { dateOfLine } from './log-lines.ts'

/** Lines of the log without what is of people and accounts that have been removed since it happened. */
export interface KeepOut {
  events(lines: readonly string[]): string[]
  documents(lines: readonly string[]): string[]
  segments(lines: readonly string[]): string[]
}

interface EventLine {
  session_id?: string
  view_id?: string
  usr_id?: string
  usr_anonymous_id?: string
  account_id?: string
}

/** Nothing is parsed that happened after the last removal. */
export const keepOut = (tombstones: Tombstones | undefined): KeepOut => {
  const latest = tombstones?.latest()
  if (!tombstones || latest === undefined)
    return { events: (l) => [...l], documents: (l) => [...l], segments: (l) => [...l] }
  const isErased = (
    { session_id, view_id, usr_id, usr_anonymous_id, account_id }: EventLine,
    date: number,
  ): boolean => {
    const of = usr_id
      ? [{ kind: 'user' as const, id: usr_id }]
      : [
          { kind: 'device' as const, id: usr_anonymous_id },
          { kind: 'session' as const, id: session_id },
          { kind: 'view' as const, id: view_id },
        ]
    return tombstones.covers([...of, { kind: 'account', id: account_id }], date)
  }
  return {
    events: (lines) =>
      lines.filter((line) => {
        const date = dateOfLine(line)
        return date > latest || !isErased(JSON.parse(line) as EventLine, date)
      }),
    documents: (lines) =>
      lines.filter((line) => {
        const { session_id, view_id, event } = JSON.parse(line) as {
          session_id: string
          view_id: string
          event: string
        }
        const { usr, account, date } = JSON.parse(event) as {
          usr?: { id?: unknown; anonymous_id?: string }
          account?: { id?: unknown }
          date?: number
        }
        const named = { usr_id: textOf(usr?.id), usr_anonymous_id: usr?.anonymous_id, account_id: textOf(account?.id) }
        return !isErased({ session_id, view_id, ...named } as EventLine, date ?? 0)
      }),
    segments: (lines) =>
      lines.filter((line) => {
        const { session_id, view_id, start } = JSON.parse(line) as {
          session_id: string
          view_id: string
          start: number
        }
        return start > latest || !isErased({ session_id, view_id }, start)
      }),
  }
}

const textOf = (id: unknown): string | undefined => (id === undefined ? undefined : String(id))
