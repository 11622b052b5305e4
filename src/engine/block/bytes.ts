const FIRST_BYTES = 1024
/** More than this is given back once much less of it is needed. */
const KEPT_BYTES = 2 ** 20

/** UTF-8 has at most three bytes for what JavaScript counts as one. */
const MOST_BYTES_A_UNIT = 3
/** Texts up to this length need one byte for their length, whatever they hold. */
const SURELY_ONE_BYTE = 42
/** Writing so few letters one by one is faster than a call into Node. */
const FEW_LETTERS = 24

/** Bytes that are written one after the other; grows, and is used again after `clear`. */
export class Bytes {
  length = 0
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #view = viewOf(this.#bytes)

  clear(): void {
    const held = this.#bytes.length
    if (held > KEPT_BYTES && this.length < held / 8) this.#hold(Buffer.allocUnsafeSlow(FIRST_BYTES))
    this.length = 0
  }

  /** A view, right until more is written. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.length++] = value
  }

  zeros(count: number): void {
    if (count <= 0) return
    this.#room(count)
    this.#bytes.fill(0, this.length, this.length + count)
    this.length += count
  }

  /** A whole number from 0 in as many bytes as it takes, seven bits each. */
  varint(value: number): void {
    this.#room(10)
    this.length = putVarint(this.#bytes, this.length, value)
  }

  /** A whole number of 64 bits at most, its sign included. */
  int64(value: number): void {
    this.#room(8)
    putInt64(this.#view, this.length, value)
    this.length += 8
  }

  uint64(value: bigint): void {
    this.#room(8)
    this.#view.setBigUint64(this.length, value, true)
    this.length += 8
  }

  float64(value: number): void {
    this.#room(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** A text in UTF-8 after its length in bytes. */
  text(value: string): void {
    const units = value.length
    this.#room(units * MOST_BYTES_A_UNIT + 5)
    if (units <= FEW_LETTERS && this.#letters(value)) return
    const lengthAt = this.length
    if (units <= SURELY_ONE_BYTE) {
      const bytes = this.#bytes.write(value, lengthAt + 1)
      this.#bytes[lengthAt] = bytes
      this.length = lengthAt + 1 + bytes
      return
    }
    const from = putVarint(this.#bytes, lengthAt, units)
    const bytes = this.#bytes.write(value, from)
    if (bytes !== units) {
      const to = lengthAt + bytesOfVarint(bytes)
      if (to !== from) this.#bytes.copyWithin(to, from, from + bytes)
      putVarint(this.#bytes, lengthAt, bytes)
      this.length = to + bytes
    } else this.length = from + bytes
  }

  /** `false` when one of them is not ASCII; then nothing counts as written. */
  #letters(value: string): boolean {
    const bytes = this.#bytes
    let at = this.length
    bytes[at++] = value.length
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 127) return false
      bytes[at++] = unit
    }
    this.length = at
    return true
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.length + bytes, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#hold(larger)
  }

  #hold(bytes: Buffer): void {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** Numbers that JavaScript does not hold exactly are written as it would write them in decimal. */
export const putInt64 = (bytes: DataView, at: number, value: number): void => {
  if (!Number.isSafeInteger(value)) {
    bytes.setBigInt64(at, BigInt(String(value)), true)
    return
  }
  const high = Math.floor(value / 2 ** 32)
  bytes.setUint32(at, value - high * 2 ** 32, true)
  bytes.setInt32(at + 4, high, true)
}

const bytesOfVarint = (value: number): number => {
  let bytes = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

const putVarint = (bytes: Buffer, at: number, value: number): number => {
  let to = at
  let rest = value
  while (rest >= 128) {
    bytes[to++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  bytes[to++] = rest
  return to
}
