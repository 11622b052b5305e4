import { generateTraffic } from '../../src/demo/traffic/generate.ts'

export const EVENTS_A_BODY = 50
const DAY = 86_400_000

/** A request's body, made new for each sending: other ids, the present as its time. */
export interface Body {
  bytes: number
  /** Writes the ids and dates of the n-th sending into the same buffer, and gives it. */
  fresh(n: number, now: number): Buffer
}

/** What pages and shops put into `context`; it brings the demo's events to the 2 – 3 KB that real ones have. */
const CONTEXT = {
  page: {
    template: 'product-v4',
    canonical: 'https://longshore.example/collections/outdoor/jackets/products/squall-anorak-108?variant=green-m',
    title: 'Squall anorak, waterproof jacket for women, green | Longshore, everything for the coast',
  },
  cart: { items: 3, value: 148.5, coupon: 'WINTER10' },
  experiments: ['search-ranking:b', 'product-gallery:control', 'checkout-steps:two', 'free-shipping-bar:a'],
  build: {
    commit: '5f2c9ab41d7e0c3b8a6f4e2d1c0b9a8f7e6d5c4b',
    node: 'web-7d9f4c6b8-xk2lp.eu-central-1.compute.internal',
  },
  search: {
    query: 'waterproof jacket women',
    results: 182,
    filters: 'size:m,color:green,price:100-200,material:recycled',
  },
}

/** Bodies of 50 events each, as the demo shop's visitors send them. */
export const bodies = (applicationId: string, count: number): Body[] => {
  const to = Math.floor(Date.now() / DAY) * DAY
  const made: Body[] = []
  let lines: string[] = []
  for (const batch of generateTraffic({ seed: 'bench', from: to - 2 * DAY, to, sessions: 40 * count, applicationId })) {
    for (const event of batch.events) {
      const context = { ...(event.context as object | undefined), ...CONTEXT }
      lines.push(JSON.stringify({ ...event, context }))
      if (lines.length < EVENTS_A_BODY) continue
      made.push(bodyOf(lines, applicationId))
      lines = []
      if (made.length === count) return made
    }
  }
  return made
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

const bodyOf = (lines: readonly string[], applicationId: string): Body => {
  const text = lines.join('\n')
  const buffer = Buffer.from(text)
  const at = (index: number) => Buffer.byteLength(text.slice(0, index))
  const ids = [...text.matchAll(UUID)]
    .filter(([id]) => id !== applicationId)
    .map((found) => ({ at: at(found.index), first: Number.parseInt(found[0].slice(0, 8), 16) }))
  const dates = [...text.matchAll(/"date":(\d{13})/g)].map((found) => ({
    at: at(found.index + '"date":'.length),
    ms: Number(found[1]),
  }))
  const latest = Math.max(...dates.map(({ ms }) => ms))
  return {
    bytes: buffer.length,
    fresh(n, now) {
      for (const { at, first } of ids) putHex(buffer, at, first ^ n)
      for (const { at, ms } of dates) buffer.write(String(now - Math.min(600_000, latest - ms)), at, 'latin1')
      return buffer
    },
  }
}

const DIGITS = Buffer.from('0123456789abcdef')

/** Eight digits, a letter at a time: a call for each would take the sender as long as all else, and it shares the machine. */
const putHex = (buffer: Buffer, at: number, value: number): void => {
  for (let i = 0; i < 8; i++) buffer[at + i] = DIGITS[(value >>> (28 - 4 * i)) & 15]!
}
