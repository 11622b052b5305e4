import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { answerAttention, answerBackgrounds, answerHeatmap, answerPages } from '../../src/analyses/heatmap/answer.ts'
import {
  HeatmapAttentionRequest,
  HeatmapBackgroundsRequest,
  HeatmapPagesRequest,
  HeatmapRequest,
} from '../../src/analyses/heatmap/definition.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import { parseSearch } from '../../src/model/search/parse.ts'
import { keptAssets } from '../../src/replay/kept-assets.ts'
import { sql } from '../../src/sql/sql.ts'
import { FROM, type Held, TO } from '../support/held-events.ts'

/** Recordings, what they name, and what is drawn on them, where rows lie on several shards. */
export const replaysContract = (engine: () => ClientEngine, held: () => Held): void => {
  let site: Server | undefined
  afterAll(() => site?.close())

  test('what pages name is fetched once and kept by its content, for as long as it stands for what was recorded', async () => {
    const asked: string[] = []
    site = createServer((request, response) => {
      asked.push(request.url!)
      response.writeHead(200, { 'content-type': 'image/png' }).end(request.url!.slice(0, 2))
    })
    await new Promise<void>((listening) => site!.listen(0, '127.0.0.1', listening))
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    let now = FROM
    const assets = keptAssets(engine, [origin], () => now)
    const at = async (path: string, recorded: number) => {
      const found = await assets.at(origin + path, recorded)
      return 'missing' in found ? found.missing : found.body.toString()
    }
    const paths = Array.from({ length: 8 }, (_, i) => `/${i % 2}${i}`)
    for (const path of paths) expect(await at(path, FROM)).toBe(path.slice(0, 2))
    for (const path of paths) expect(await at(path, FROM)).toBe(path.slice(0, 2))
    expect(asked).toEqual(paths)
    // Two contents, each once, on whichever shard; what was recorded much later gets a copy of its own.
    now = FROM + 3 * 86_400_000
    expect(await at('/00', now)).toBe('/0')
    expect(asked.length).toBe(paths.length + 1)
    const { rows } = await engine().query<{ urls: number; contents: number }>(
      sql`SELECT toFloat64(count()) AS urls, toFloat64(uniqExact(hash)) AS contents FROM replay_assets`,
      { tag: 'contract' },
    )
    expect(rows).toEqual([{ urls: 9, contents: 2 }])
  })

  test('heatmaps, the backgrounds of their pages and what was looked at', async () => {
    const time = { from: FROM, to: TO }
    const { world, within } = held()
    const pages = await world.ask((asking) =>
      answerPages(
        HeatmapPagesRequest.parse({ data: { type: 'heatmap_pages_request', attributes: time } }).data.attributes,
        asking,
      ),
    )
    const view_name = pages[0]!.view_name
    const own = within(parseSearch(`@type:view @view.name:${JSON.stringify(view_name)}`))
    const clicks = within(parseSearch(`@type:action -@action.type:custom @view.name:${JSON.stringify(view_name)}`))
    const attributes = { ...time, view_name }
    const heatmap = await world.ask((asking) =>
      answerHeatmap(HeatmapRequest.parse({ data: { type: 'heatmap_request', attributes } }).data.attributes, asking),
    )
    expect([heatmap.page.views, heatmap.clicks.clicks]).toEqual([own.length, clicks.length])
    expect(heatmap.elements.reduce((sum, element) => sum + element.clicks, 0)).toBe(clicks.length)
    for (const { row } of own) await record(String(row.session_id), String(row.view_id))
    const { found } = await world.ask((asking) =>
      answerBackgrounds(
        HeatmapBackgroundsRequest.parse({
          data: { type: 'heatmap_backgrounds_request', attributes: { ...attributes, limit: 100 } },
        }).data.attributes,
        [],
        asking,
      ),
    )
    expect(found.length).toBe(Math.min(100, own.length))
    const attention = await world.ask((asking) =>
      answerAttention(
        HeatmapAttentionRequest.parse({ data: { type: 'heatmap_attention_request', attributes } }).data.attributes,
        asking,
      ),
    )
    const measured = own.filter(({ row }) => Number(row.display_scroll_max_scroll_height) > 0)
    expect([attention.recorded, attention.views]).toEqual([measured.length, measured.length])
  })

  /** Ten seconds at the top of a page, in a window that holds all of it. */
  const record = async (session_id: string, view_id: string) => {
    const records = [
      { type: 4, timestamp: FROM, data: { width: 900, height: 90_000 } },
      { type: 2, timestamp: FROM, data: { node: { id: 1, type: 0, childNodes: [] } } },
      { type: 7, timestamp: FROM + 10_000 },
    ]
    const more = { records_count: 3, has_full_snapshot: true, creation_reason: 'init', source: 'browser', raw_size: 1 }
    await engine().insert(
      'replay_segments',
      JSON.stringify({
        ...{ application_id: 'app-one', session_id, view_id, index_in_view: 0, start: FROM, end: FROM + 10_000 },
        ...more,
        data: deflateSync(JSON.stringify({ records, source: 'browser' })).toString('base64'),
        received_at: '2030-10-26 00:00:00.000',
      }),
    )
  }
}
