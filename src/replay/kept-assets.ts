import { createHash } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import { i64, sql, str } from '../sql/sql.ts'
import { type Asset, allowedUrl, fetchAsset, type NoAsset } from './fetch-asset.ts'

/** Images, fonts and style sheets of recorded pages, as they were when a page was first played. */
export interface Assets {
  /** Whose are fetched. */
  readonly origins: readonly string[]
  /** What lay at an address when a page was recorded that names it (epoch ms), or why it can't be had. */
  at(url: string, recorded: number): Promise<Asset | NoAsset>
}

const TAG = { tag: 'recorded-asset', limits: { seconds: 30 } }
/** A copy stands for what was recorded until so long after it was made. */
const FRESH_MS = 86_400_000
/** What could not be had is not asked for again for so long, and so many addresses are remembered. */
const MISSING_MS = 60_000
const MOST_MISSING = 1000

export const keptAssets = (
  engineOf: () => Engine,
  origins: readonly string[],
  clock: () => number = Date.now,
): Assets => {
  const ask = async <Row>(statement: Parameters<Engine['query']>[0]) =>
    (await engineOf().query<Row>(statement, TAG)).rows
  /** The first copy that was made late enough, and the newest of all. */
  const copyOf = async (url: string, recorded: number) => {
    const [row] = await ask<{ fitting: string; newest: string }>(sql`
SELECT argMinIf(hash, fetched_at, toUnixTimestamp64Milli(fetched_at) >= ${i64(recorded - FRESH_MS)}) AS fitting,
  argMax(hash, fetched_at) AS newest FROM replay_assets WHERE url = ${str(url)}`)
    return row ?? { fitting: '', newest: '' }
  }
  const contentOf = async (hash: string): Promise<Asset | undefined> => {
    if (hash === '') return undefined
    const [row] = await ask<{ mime: string; data: string }>(
      sql`SELECT toString(mime) AS mime, data FROM replay_asset_contents WHERE hash = ${str(hash)} LIMIT 1`,
    )
    return row && { mime: row.mime, body: Buffer.from(row.data, 'base64') }
  }
  const keep = async (url: string, { mime, body }: Asset) => {
    const hash = createHash('sha256').update(mime).update('\0').update(body).digest('hex')
    const fetched_at = new Date(clock()).toISOString().replace('T', ' ').replace('Z', '')
    const content = { hash, mime, data: body.toString('base64'), fetched_at }
    await engineOf().insert('replay_asset_contents', JSON.stringify(content))
    await engineOf().insert('replay_assets', JSON.stringify({ url, hash, fetched_at }))
  }
  const missing = new Map<string, NoAsset & { until: number }>()
  const fetched = async (url: string): Promise<Asset | NoAsset> => {
    const known = missing.get(url)
    if (known && known.until > clock()) return known
    const found = await fetchAsset(url, origins)
    missing.delete(url)
    if ('missing' in found) {
      if (missing.size >= MOST_MISSING) missing.clear()
      missing.set(url, { ...found, until: clock() + MISSING_MS })
    }
    return found
  }
  return {
    origins,
    async at(address, recorded) {
      const url = allowedUrl(address, origins)
      if (!url) return { missing: 'its origin is not named' }
      const { fitting, newest } = await copyOf(url, recorded)
      const kept = await contentOf(fitting)
      if (kept) return kept
      const found = await fetched(url)
      if ('missing' in found) return (await contentOf(newest)) ?? found
      await keep(url, found)
      return found
    },
  }
}
