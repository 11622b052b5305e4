/**
 * Measures the player over a long recording: `node --import tsx bench/long-recording.ts [minutes]`, 60 unless told.
 * Each time stands beside that of a recording of one minute, so that what the machine does otherwise counts less.
 */
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { caughtUp } from '../test/support/caught-up.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { uuidOf } from '../test/support/sdk-events.ts'
import { type SentSegment, sendRecording } from '../test/support/send-recording.ts'
import { startServer, type TestServer } from '../test/support/server.ts'
import { medianOf } from './timed.ts'

const SEGMENT_MS = 5_000
const ROWS_A_SEGMENT = 75
const RUNS = 5
const minutes = Number(process.argv[2] ?? 60)
const start = Date.now() - 6 * 3_600_000

/** Text that does not compress to nothing. */
const noise = (seed: number): string =>
  Array.from({ length: 110 }, (_, index) => ((seed * 7919 + index * 104_729) % 99_991).toString(36)).join(' ')

/** A page whose table gets other rows all the time; the mouse moves. */
const segmentsOf = (name: string, length: number): SentSegment[] =>
  Array.from({ length: (length * 60_000) / SEGMENT_MS }, (_, index) => ({
    session: name,
    view: name,
    index,
    records: index === 0 ? firstRecords() : laterRecords(index),
  }))

const firstRecords = () => {
  const strings = [11, [1, '#document', 'HTML', 'BODY', 'UL', '#text', 'P']]
  const page = [1, [null, 0], [1, 1], [1, 2], [1, 3], [2, 5]]
  return [
    { type: 4, timestamp: start, data: { width: 1200, height: 800 } },
    { type: 2, format: 1, timestamp: start, data: [strings, page] },
  ]
}

/** Nodes are counted: each segment adds rows behind the first paragraph and takes those of the one before away. */
const laterRecords = (index: number) => {
  const at = start + index * SEGMENT_MS
  const first = 5 + (index - 1) * ROWS_A_SEGMENT * 2
  const texts = Array.from({ length: ROWS_A_SEGMENT }, (_, row) => noise(index * ROWS_A_SEGMENT + row))
  const rows = texts.flatMap((_, row) => [
    [first + row * 2 - 4, 1],
    [1, 2, row + 3],
  ])
  const gone = index > 1 ? Array.from({ length: ROWS_A_SEGMENT }, (_, row) => first - (row + 1) * 2) : []
  const data = [[14], [11, [1, '', 'P', '#text'], [4, ...texts]], [1, ...rows], ...(gone.length ? [[2, ...gone]] : [])]
  const moves = Array.from({ length: 20 }, (_, step) => ({
    type: 3,
    timestamp: at + step * 200,
    data: { source: 1, positions: [{ x: 20 + step * 9, y: 200, id: 2, timeOffset: 0 }] },
  }))
  return [{ type: 12, timestamp: at, data }, ...moves]
}

const shown = (page: Page) => page.locator('[data-status="shown"]').waitFor({ timeout: 120_000 })

const firstPicture = async (context: BrowserContext, server: TestServer, path: string): Promise<number> => {
  const times: number[] = []
  for (let run = 0; run <= RUNS; run++) {
    const page = await context.newPage()
    const began = performance.now()
    await page.goto(server.url + path)
    await shown(page)
    // The first run only fetches what browser and disk keep.
    if (run > 0) times.push(performance.now() - began)
    await page.close()
  }
  return medianOf(times)
}

/** Bytes of memory of all processes that show pages: of the tab, if it is the only one. Shared ones count in part. */
const tabMemory = async (browser: Browser): Promise<number> => {
  const client = await browser.newBrowserCDPSession()
  const { processInfo } = await client.send('SystemInfo.getProcessInfo')
  await client.detach()
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  const held = await Promise.all(pages.map(({ id }) => readFile(`/proc/${id}/smaps_rollup`, 'utf8')))
  return held.reduce((sum, text) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(text)![1]), 0)
}

/** Jumps through the recording by the timeline's keys; and what the tab and its scripts hold then. */
const seeks = async (context: BrowserContext, server: TestServer, name: string) => {
  const page = await context.newPage()
  await page.goto(`${server.url}/replays/${uuidOf(name)}`)
  await shown(page)
  const slider = page.getByRole('slider', { name: 'Moment of the recording' })
  await slider.press('End')
  await shown(page)
  const times: number[] = []
  const memory = [await tabMemory(context.browser()!)]
  for (const key of ['Home', 'End', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'PageDown', 'PageUp', 'PageUp']) {
    const began = performance.now()
    await slider.press(key)
    await shown(page)
    times.push(performance.now() - began)
    memory.push(await tabMemory(context.browser()!))
  }
  const client = await context.newCDPSession(page)
  const { usedSize } = (await client.send('Runtime.getHeapUsage')) as { usedSize: number }
  await page.close()
  return { seek: medianOf(times), slowest: Math.max(...times), heap: usedSize, memory: Math.max(...memory) }
}

const server = await startServer()
const browser = await launchChromium()
try {
  const long = segmentsOf('long', minutes)
  await sendRecording(server, segmentsOf('short', 1))
  await sendRecording(server, long)
  await caughtUp(server.url)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const { email, password } = server.admin
  const signIn = `${server.url}/api/v2/wayworn/sign-in`
  await context.request.post(signIn, { data: { email, password }, headers: { origin: server.url } })
  const pathOf = (name: string) => `/replays/${uuidOf(name)}`
  const short = await firstPicture(context, server, pathOf('short'))
  const first = await firstPicture(context, server, pathOf('long'))
  const late = await firstPicture(context, server, `${pathOf('long')}?at=${start + minutes * 60_000 - SEGMENT_MS}`)
  const { seek, slowest, heap, memory } = await seeks(context, server, 'long')
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  const size = long.reduce((sum, { records }) => sum + JSON.stringify(records).length, 0)
  process.stdout.write(
    [
      `${minutes} minutes, ${long.length} segments, ${megabytes(size)} of records`,
      `first picture: ${first.toFixed(0)} ms, of one minute ${short.toFixed(0)} ms (${(first / short).toFixed(2)}×)`,
      `opened at its end: ${late.toFixed(0)} ms (${(late / short).toFixed(2)}×)`,
      `seek, all of it loaded: ${seek.toFixed(0)} ms (${(seek / short).toFixed(2)}× the first picture of one minute), the slowest ${slowest.toFixed(0)} ms`,
      `held by the tab at most: ${megabytes(memory)}, by its scripts at the end: ${megabytes(heap)}`,
      '',
    ].join('\n'),
  )
} finally {
  await browser.close()
  await server.stop()
}
