import { putInt64 } from './bytes.ts'
import { type Column, type Fixed, FixedColumn, ListColumn, LowColumn, TextColumn } from './column.ts'
import { JsonColumn } from './json-column.ts'

/**
 * `low`: few distinct texts. `int`, `float` and `bool` may be null, `flag`, `i64` and `u64` not; whole numbers of `u64`
 * come as texts, too. `time`: epoch ms, or `YYYY-MM-DD hh:mm:ss.mmm`, UTC. `json`: flat, full paths to values.
 */
export type ColumnKind = 'low' | 'text' | 'list' | 'int' | 'float' | 'bool' | 'flag' | 'i64' | 'u64' | 'time' | 'json'

export const columnOf = (kind: ColumnKind): Column => MAKE[kind]()

/** As in the tables of events. */
const MOST_DYNAMIC_PATHS = 512

const int64: Fixed['write'] = (bytes, at, value) => putInt64(bytes, at, value as number)
const boolean: Fixed['write'] = (bytes, at, value) => bytes.setUint8(at, value ? 1 : 0)

/** Keys of sessions mostly follow each other, and are costly to read. */
const uint64 = (): Fixed['write'] => {
  let last: unknown = '0'
  let lastNumber = 0n
  return (bytes, at, value) => {
    if (typeof value === 'number') return putInt64(bytes, at, value)
    if (value !== last) {
      last = value
      lastNumber = BigInt(value as string | bigint)
    }
    bytes.setBigUint64(at, lastNumber, true)
  }
}

const time = (): Fixed['write'] => {
  let lastSecond = ''
  let lastMs = 0
  return (bytes, at, value) => {
    if (typeof value === 'number') return putInt64(bytes, at, value)
    const text = value as string
    const second = text.slice(0, 19)
    if (second !== lastSecond) {
      lastSecond = second
      lastMs = Date.parse(`${second.slice(0, 10)}T${second.slice(11)}Z`)
    }
    putInt64(bytes, at, lastMs + Number(text.slice(20)))
  }
}

const fixed = (type: string, width: 1 | 8, nullable: boolean, write: Fixed['write']) =>
  new FixedColumn({ type, width, nullable, write })

const MAKE: Record<ColumnKind, () => Column> = {
  low: () => new LowColumn(),
  text: () => new TextColumn(),
  list: () => new ListColumn(),
  int: () => fixed('Int64', 8, true, int64),
  float: () => fixed('Float64', 8, true, (bytes, at, value) => bytes.setFloat64(at, value as number, true)),
  bool: () => fixed('Bool', 1, true, boolean),
  flag: () => fixed('Bool', 1, false, boolean),
  i64: () => fixed('Int64', 8, false, int64),
  u64: () => fixed('UInt64', 8, false, uint64()),
  time: () => fixed("DateTime64(3, 'UTC')", 8, false, time()),
  json: () => new JsonColumn(MOST_DYNAMIC_PATHS),
}
