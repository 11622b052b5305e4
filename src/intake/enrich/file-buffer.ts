import { fstatSync, openSync, readSync } from 'node:fs'
import { boundedCache } from '../bounded-cache.ts'

/** Bytes of a page, and pages that are remembered at least: 4 MB, twice that at most. */
const PAGE = 4096
const PAGES = 1024

type Bytes = (from?: number, to?: number) => Buffer

/**
 * A file in the shape of a `Buffer`, for readers that look at little of it: a page is read when it is asked for. It has
 * what reads a Buffer: its length, bytes by index, `read…`, `subarray`, `slice` and `toString`, but for negative offsets.
 * The file stays open as long as the process lives, and must not change. Throws what opening it does.
 */
export const openFileBuffer = (path: string): Buffer => {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  const page = boundedCache(PAGES, (number) => readPage(file, Number(number) * PAGE))

  /** Of bytes beyond the end there are none. */
  const bytes: Bytes = (from = 0, to = size) => {
    const first = Math.floor(from / PAGE)
    const start = first * PAGE
    if (from < size && to <= start + PAGE) return page(`${first}`).subarray(from - start, Math.max(from, to) - start)
    const pages: Buffer[] = []
    for (let number = first; number * PAGE < Math.min(to, size); number++) pages.push(page(`${number}`))
    return Buffer.concat(pages).subarray(from - start, Math.max(from, to) - start)
  }
  const own = new Map<string | symbol, unknown>([
    ['length', size],
    ['subarray', bytes],
    ['slice', bytes],
    ['toString', (encoding?: BufferEncoding, from?: number, to?: number) => bytes(from, to).toString(encoding)],
    ...NUMBERS.map((name) => [name, readAt(bytes, name)] as const),
  ])
  const get = (target: Buffer, name: string | symbol): unknown => {
    const value = own.get(name)
    if (value !== undefined) return value
    const at = typeof name === 'string' ? Number(name) : Number.NaN
    return at >= 0 ? bytes(at, at + 1)[0] : Reflect.get(target, name)
  }
  return new Proxy(Buffer.alloc(0), { get })
}

const NUMBERS = Object.getOwnPropertyNames(Buffer.prototype).filter((name) => /^read\w+$/.test(name)) as 'readUIntBE'[]

/** The longest number has eight bytes. */
const readAt =
  (bytes: Bytes, name: 'readUIntBE') =>
  (offset = 0, ...rest: [number]): number =>
    bytes(offset, offset + 8)[name](0, ...rest)

const readPage = (file: number, position: number): Buffer => {
  const page = Buffer.alloc(PAGE)
  return page.subarray(0, readSync(file, page, 0, PAGE, position))
}
