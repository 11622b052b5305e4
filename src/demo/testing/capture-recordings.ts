/**
 * Visits the shop with the real SDK in a real browser and keeps what it recorded, for the demo:
 * `npx tsx src/demo/testing/capture-recordings.ts`, and then `npx vitest run src/demo/recordings`.
 */
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliCompressSync, constants, inflateSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../../../test/support/chromium.ts'
import type { Recording } from '../recordings/recording.ts'
import { type ShopStep, visitShop } from '../visit.ts'
import { newestViews } from './newest-views.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { VISITORS, type Visitor } from './visitors.ts'

const FOLDER = new URL('../recordings/captured/', import.meta.url)
const ORIGIN = 'https://longshore.example'

const capture = async (browser: Browser, visitor: Visitor): Promise<Recording> => {
  const recorder = await startRecorder()
  const context = await browser.newContext({
    viewport: visitor.viewport,
    userAgent: visitor.userAgent,
    isMobile: visitor.mobile,
    hasTouch: visitor.mobile,
  })
  const script: ShopStep[] = visitor.script.flatMap((step, index) => (index % 3 ? [step] : [step, { scroll: 160 }]))
  const visit = await visitShop(await context.newPage(), recorder.url, script, { rest: 1300 })
  await pause(500)
  await context.close()
  await recorder.app.close()
  const events = newestViews(recorder.events).filter((event) => event.type !== 'telemetry')
  const { name, userAgent, country } = visitor
  return inItsOwnPlace(
    { name, userAgent, country, start: visit.startedAt, events, segments: segmentsOf(recorder) },
    recorder.url,
  )
}

const segmentsOf = ({ segments }: Recorder): Recording['segments'] =>
  segments
    .map((data) => JSON.parse(inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')))
    .sort((a, b) => a.start - b.start || a.index_in_view - b.index_in_view)

/** Longshore has a site of its own in the demo's traffic. */
const inItsOwnPlace = (recording: Recording, url: string): Recording =>
  JSON.parse(
    JSON.stringify(recording)
      .replaceAll(`${url}/demo/shop`, ORIGIN)
      .replaceAll(`${url}/demo/api`, `${ORIGIN}/api`)
      .replaceAll(url, ORIGIN)
      .replaceAll(new URL(url).host, new URL(ORIGIN).host)
      .replaceAll(/[?&]sdk=7/g, ''),
  )

const browser = await launchChromium()
for (const visitor of VISITORS) {
  const recording = await capture(browser, visitor)
  const bytes = brotliCompressSync(JSON.stringify(recording))
  writeFileSync(new URL(`${visitor.name}.json.br`, FOLDER), bytes)
  process.stdout.write(
    `${visitor.name}: ${recording.events.length} events, ${recording.segments.length} segments, ${bytes.length} bytes\n`,
  )
}
await browser.close()
