/** An event's address: its type, time and own id, so that it is found without looking through all the others. */
export interface EventAddress {
  type: string
  /** Epoch ms. */
  date: number
  eventId: string
}

export const printEventId = ({ type, date, eventId }: EventAddress): string =>
  base64url(JSON.stringify([type, date, eventId]))

export const parseEventId = (text: string): EventAddress | undefined => {
  const parts = parsed(text)
  if (!Array.isArray(parts) || parts.length !== 3) return undefined
  const [type, date, eventId] = parts
  const sound = typeof type === 'string' && Number.isSafeInteger(date) && typeof eventId === 'string'
  return sound ? { type, date, eventId } : undefined
}

/** Where the next page of a list begins: after this event. */
export interface Cursor {
  date: number
  arrival: string
  eventId: string
}

export const printCursor = ({ date, arrival, eventId }: Cursor): string =>
  base64url(JSON.stringify([date, arrival, eventId]))

export const parseCursor = (text: string): Cursor | undefined => {
  const parts = parsed(text)
  if (!Array.isArray(parts) || parts.length !== 3) return undefined
  const [date, arrival, eventId] = parts
  const sound =
    Number.isSafeInteger(date) &&
    typeof arrival === 'string' &&
    /^\d{1,20}$/.test(arrival) &&
    typeof eventId === 'string'
  return sound ? { date, arrival, eventId } : undefined
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}
