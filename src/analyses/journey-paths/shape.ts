import { KINDS } from './definition.ts'

/** A row as the engine answers it; see `compilePaths`. */
export interface Row {
  all: number
  /** The first letter of a type and a name. */
  path: string[]
  cut: number
  n: number
  users: number
  total_ms: number
  min_ms: number
  max_ms: number
  ways: number
}

const elapsed = ({ n, total_ms, min_ms, max_ms }: Row) => ({ min: min_ms, max: max_ms, avg: total_ms / n })

const eventOf = (label: string) => ({ type: KINDS.find((kind) => kind[0] === label[0])!, name: label.slice(1) })

/** The paths asked for, what they are a part of, and how much of it they leave out. Times in ms. */
export const pathsAnswer = (rows: readonly Row[]) => {
  const whole = rows.find((row) => row.all && row.n > 0)
  const paths = rows.filter((row) => !row.all)
  const shown = paths.reduce((sum, row) => sum + row.n, 0)
  return {
    total_count: whole?.n ?? 0,
    user_count: whole?.users ?? 0,
    ...(whole ? { elapsed_time: elapsed(whole) } : {}),
    paths: paths.map((row) => ({
      events: row.path.map(eventOf),
      /** The way went on after these events. */
      is_cut: Boolean(row.cut),
      value: row.n,
      share: row.n / whole!.n,
      user_count: row.users,
      elapsed_time: elapsed(row),
    })),
    other: { paths: (whole?.ways ?? 0) - paths.length, value: (whole?.n ?? 0) - shown },
  }
}
