import type { FrustrationPlace, FrustrationsAnswer, Kind } from './definition.ts'

export interface PlaceRow {
  kind: Kind
  page: string
  element: string
  n: number
  sessions: number
  users: number
  first_version: string
  versions: number
  first: number
  last: number
  examples: [session: string, view: string, at: number][]
}

export interface TotalRow {
  kind: Kind
  count: number
  sessions: number
  users: number
  places: number
}

type By = FrustrationPlace['by']

export const placesFrom = (rows: readonly PlaceRow[], by: By): FrustrationPlace[] =>
  rows.map(({ page, n, examples, ...row }) => ({
    ...row,
    by,
    view_name: page,
    count: n,
    examples: examples.map(([session_id, view_id, at]) => ({ session_id, view_id, at })),
  }))

export const totalsFrom = (rows: readonly TotalRow[], by: By): FrustrationsAnswer['totals'] =>
  rows.map((row) => ({ ...row, by }))

/** Every part has its number, 0 where nothing happened. */
export const trendFrom = (
  rows: readonly { kind: Kind; part: number; n: number }[],
  { from, step, parts }: { from: number; step: number; parts: number },
): FrustrationsAnswer['trend'] => {
  const times = Array.from({ length: parts }, (_, part) => from + part * step)
  const seriesOf = (kind: Kind) => {
    const own = new Map(rows.filter((row) => row.kind === kind).map((row) => [row.part, row.n]))
    return times.map((_, part) => own.get(part) ?? 0)
  }
  return { times, rage: seriesOf('rage'), dead: seriesOf('dead'), error: seriesOf('error') }
}
