import { Bytes } from './bytes.ts'

/** One column of a block while it fills. Rows that are passed over have the type's own nothing. */
export interface Column {
  /** As the engine calls it. */
  readonly type: string
  put(row: number, value: unknown): void
  /** The column as the format Native has it, for so many rows. Views, right until `clear`. */
  written(rows: number): Buffer[]
  clear(): void
}

/** Texts, each after its length. */
export class TextColumn implements Column {
  readonly type = 'String'
  readonly #bytes = new Bytes()
  #rows = 0

  put(row: number, value: unknown): void {
    this.#bytes.zeros(row - this.#rows)
    this.#bytes.text(value as string)
    this.#rows = row + 1
  }

  written(rows: number): Buffer[] {
    this.#bytes.zeros(rows - this.#rows)
    this.#rows = rows
    return [this.#bytes.written()]
  }

  clear(): void {
    this.#bytes.clear()
    this.#rows = 0
  }
}

const NUMBERED_FROM = 1
/** Keys come with the block, and their numbers have 32 bits. */
const LOW_FLAGS = 0x602n

/** Texts by number, the empty one is 0. */
export class LowColumn implements Column {
  readonly type = 'LowCardinality(String)'
  readonly #numbers = new Map<string, number>()
  readonly #keys = new Bytes()
  readonly #head = new Bytes()
  #ofRows = new Uint32Array(256)
  #last = ''
  #lastNumber = 0

  put(row: number, value: unknown): void {
    const text = value as string
    if (text !== this.#last) {
      this.#lastNumber = this.#numberOf(text)
      this.#last = text
    }
    if (row >= this.#ofRows.length) this.#ofRows = larger(this.#ofRows, new Uint32Array(row * 2))
    this.#ofRows[row] = this.#lastNumber
  }

  #numberOf(text: string): number {
    if (text === '') return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.#numbers.size + NUMBERED_FROM
    this.#numbers.set(text, number)
    this.#keys.text(text)
    return number
  }

  written(rows: number): Buffer[] {
    if (rows > this.#ofRows.length) this.#ofRows = larger(this.#ofRows, new Uint32Array(rows))
    const head = this.#head
    head.clear()
    head.uint64(1n)
    head.uint64(LOW_FLAGS)
    head.int64(this.#numbers.size + NUMBERED_FROM)
    head.byte(0)
    const count = Buffer.alloc(8)
    count.writeUInt32LE(rows)
    return [head.written(), this.#keys.written(), count, Buffer.from(this.#ofRows.buffer, 0, rows * 4)]
  }

  clear(): void {
    this.#numbers.clear()
    this.#keys.clear()
    this.#ofRows.fill(0)
    this.#last = ''
    this.#lastNumber = 0
  }
}

export interface Fixed {
  type: string
  width: 1 | 8
  nullable: boolean
  write(bytes: DataView, at: number, value: unknown): void
}

/** Numbers of 64 bits, or booleans: `write` of a type puts one into `bytes` at its place. */
export class FixedColumn implements Column {
  readonly type: string
  readonly #width: number
  readonly #write: (bytes: DataView, at: number, value: unknown) => void
  readonly #nullable: boolean
  #bytes: DataView<ArrayBuffer>
  #nulls = new Uint8Array(256).fill(1)

  constructor({ type, width, nullable, write }: Fixed) {
    this.type = nullable ? `Nullable(${type})` : type
    this.#width = width
    this.#nullable = nullable
    this.#write = write
    this.#bytes = new DataView(new ArrayBuffer(256 * width))
  }

  put(row: number, value: unknown): void {
    if (row >= this.#nulls.length) this.#grow(row * 2)
    this.#write(this.#bytes, row * this.#width, value)
    this.#nulls[row] = 0
  }

  written(rows: number): Buffer[] {
    if (rows > this.#nulls.length) this.#grow(rows)
    const values = Buffer.from(this.#bytes.buffer, 0, rows * this.#width)
    return this.#nullable ? [Buffer.from(this.#nulls.buffer, 0, rows), values] : [values]
  }

  clear(): void {
    this.#nulls.fill(1)
    new Uint8Array(this.#bytes.buffer).fill(0)
  }

  #grow(rows: number): void {
    const nulls = new Uint8Array(rows).fill(1)
    nulls.set(this.#nulls)
    this.#nulls = nulls
    const bytes = new Uint8Array(rows * this.#width)
    bytes.set(new Uint8Array(this.#bytes.buffer))
    this.#bytes = new DataView(bytes.buffer)
  }
}

/** Lists of texts: where each list ends, then all texts. */
export class ListColumn implements Column {
  readonly type = 'Array(String)'
  readonly #ends = new Bytes()
  readonly #texts = new Bytes()
  #rows = 0
  #items = 0

  put(row: number, value: unknown): void {
    this.#pad(row)
    for (const item of value as string[]) this.#texts.text(item)
    this.#items += (value as string[]).length
    this.#pad(row + 1)
  }

  #pad(rows: number): void {
    for (; this.#rows < rows; this.#rows++) this.#ends.int64(this.#items)
  }

  written(rows: number): Buffer[] {
    this.#pad(rows)
    return [this.#ends.written(), this.#texts.written()]
  }

  clear(): void {
    this.#ends.clear()
    this.#texts.clear()
    this.#rows = 0
    this.#items = 0
  }
}

const larger = (of: Uint32Array<ArrayBuffer>, into: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  into.set(of)
  return into
}
