import { Bytes } from './bytes.ts'
import type { Column } from './column.ts'

type Scalar = string | number | boolean
type Flat = Readonly<Record<string, Scalar | Scalar[]>>

/** What a path may hold, each with the number under which a row refers to it; 0 is nothing. */
const TYPES = ['Int64', 'Float64', 'String', 'Bool'] as const
const SCALARS = TYPES.length
/** The version of the flattened form, of the whole as of each path. */
const FLATTENED = 3

/**
 * Flat objects of paths in the flattened form of the engine's JSON type: each path by itself, with the types that its
 * values have and which of them each row has.
 */
export class JsonColumn implements Column {
  readonly type: string
  readonly #paths = new Map<string, PathColumn>()

  /** `most`: paths that the table keeps as columns of their own. */
  constructor(most: number) {
    this.type = `JSON(max_dynamic_paths=${most})`
  }

  put(row: number, value: unknown): void {
    const object = value as Flat
    for (const path in object) {
      let column = this.#paths.get(path)
      if (!column) {
        column = new PathColumn()
        this.#paths.set(path, column)
      }
      column.put(row, object[path]!)
    }
  }

  written(rows: number): Buffer[] {
    const paths = [...this.#paths].sort(([a], [b]) => (a < b ? -1 : 1))
    const head = new Bytes()
    head.int64(FLATTENED)
    head.varint(paths.length)
    for (const [path] of paths) head.text(path)
    for (const [, column] of paths) column.writeHead(head)
    return [head.written(), ...paths.flatMap(([, column]) => column.written(rows))]
  }

  clear(): void {
    this.#paths.clear()
  }
}

class PathColumn {
  #ofRows = new Uint8Array(256)
  readonly #values: (Values | undefined)[] = []

  put(row: number, value: Scalar | Scalar[]): void {
    const type = Array.isArray(value) ? SCALARS + typeOfList(value) : typeOf(value)
    let values = this.#values[type]
    if (!values) {
      values = type < SCALARS ? new Scalars() : new Lists()
      this.#values[type] = values
    }
    values.add(value, type)
    if (row >= this.#ofRows.length) this.#grow(row * 2)
    this.#ofRows[row] = type + 1
  }

  writeHead(head: Bytes): void {
    const types = [...this.#values.keys()].filter((type) => this.#values[type])
    head.int64(FLATTENED)
    head.varint(types.length)
    for (const type of types) head.text(type < SCALARS ? TYPES[type]! : `Array(Nullable(${TYPES[type - SCALARS]}))`)
  }

  written(rows: number): Buffer[] {
    if (rows > this.#ofRows.length) this.#grow(rows)
    const kept = this.#values.filter((values) => values !== undefined)
    // The types that are there are numbered in order, and nothing comes last.
    const numbers = new Uint8Array(2 * SCALARS + 1).fill(kept.length)
    let number = 0
    for (const type of this.#values.keys()) if (this.#values[type]) numbers[type + 1] = number++
    const ofRows = Buffer.allocUnsafe(rows)
    for (let row = 0; row < rows; row++) ofRows[row] = numbers[this.#ofRows[row]!]!
    return [ofRows, ...kept.flatMap((values) => values.written())]
  }

  #grow(rows: number): void {
    const grown = new Uint8Array(rows)
    grown.set(this.#ofRows)
    this.#ofRows = grown
  }
}

interface Values {
  add(value: Scalar | Scalar[], type: number): void
  written(): Buffer[]
}

class Scalars implements Values {
  readonly #bytes = new Bytes()

  add(value: Scalar, type: number): void {
    write(this.#bytes, value, type)
  }

  written(): Buffer[] {
    return [this.#bytes.written()]
  }
}

/** Where each list ends, which items are null, and the items. */
class Lists implements Values {
  readonly #ends = new Bytes()
  readonly #items = new Bytes()
  #count = 0

  add(value: Scalar[], type: number): void {
    for (const item of value) write(this.#items, item, type - SCALARS)
    this.#count += value.length
    this.#ends.int64(this.#count)
  }

  written(): Buffer[] {
    return [this.#ends.written(), Buffer.alloc(this.#count), this.#items.written()]
  }
}

const write = (bytes: Bytes, value: Scalar, type: number): void => {
  if (type === 2) bytes.text(value as string)
  else if (type === 0) bytes.int64(value as number)
  else if (type === 1) bytes.float64(value as number)
  else bytes.byte(value ? 1 : 0)
}

const isInt = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 63

const typeOf = (value: Scalar): number => {
  if (typeof value === 'string') return 2
  if (typeof value === 'boolean') return 3
  return isInt(value) ? 0 : 1
}

/** Lists hold values of one type; of numbers, one with a fraction makes all of them such. */
const typeOfList = (list: Scalar[]): number => {
  const type = typeOf(list[0]!)
  if (type > 1) return type
  return (list as number[]).every(isInt) ? 0 : 1
}
