import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Catalog } from '../../catalog/open.ts'
import { type FillProgress, fillDemo, trafficOf } from '../../demo/fill.ts'
import { askAt, postTo } from '../../demo/post.ts'
import { truthOf } from '../../demo/traffic/truth.ts'
import { sql } from '../../sql/sql.ts'
import type { House } from './house.ts'

const DEMO_APPLICATION = { id: '7c1d5a4e-2f63-4b0a-9a3e-5d0c8be1de30', name: 'Demo shop' }

/** The application of the demo shop, made if it is not there. */
export const ensureDemoApplication = async (catalog: Catalog): Promise<void> => {
  if (catalog.applications.byId(DEMO_APPLICATION.id)) return
  await catalog.applications.ensure({ ...DEMO_APPLICATION, token: `pub${randomBytes(16).toString('hex')}` })
}

/** The application that the shop under `/demo` sends to; null where there is no demo. */
export const demoApplication = (catalog: Catalog | undefined) => {
  const found = catalog?.applications.byId(DEMO_APPLICATION.id)
  return found ? { id: found.id, clientToken: found.clientToken } : null
}

/**
 * Fills an empty store with the demo's traffic up to now, over the server's own intake, and writes what was planted in
 * it to `demo-truth.json` in the data folder.
 */
export const fillWithDemo = async (house: House, address: string, signal: AbortSignal): Promise<boolean> => {
  const application = demoApplication(house.catalog)
  if (!application || !(await isEmpty(house))) return false
  const now = Date.now()
  const started = performance.now()
  house.log.info({}, 'Filling the empty store with the demo')
  const options = { now, applicationId: application.id }
  const send = postTo(askAt(address), application.clientToken)
  const { events } = await fillDemo({ ...options, send, signal, onProgress: tellTenths(house) })
  if (signal.aborted) return false
  const truth = path.resolve(house.config.data, 'demo-truth.json')
  await writeFile(truth, `${JSON.stringify(truthOf(trafficOf(options)), null, 2)}\n`)
  house.log.info({ events, seconds: Math.round((performance.now() - started) / 1000), truth }, 'The demo is there')
  return true
}

const tellTenths = ({ log }: House) => {
  let told = 0
  return ({ share, events }: FillProgress) => {
    if (share * 10 < told + 1 || share === 1) return
    told = Math.floor(share * 10)
    log.info({ events }, `${told * 10} % of the demo is there`)
  }
}

const isEmpty = async ({ engine }: House): Promise<boolean> => {
  const tag = { tag: 'demo' }
  const settled = await engine!.query(sql`SELECT 1 AS found FROM events LIMIT 1`, tag)
  const open = await engine!.query(sql`SELECT 1 AS found FROM events_hot LIMIT 1`, tag)
  return settled.rows.length + open.rows.length === 0
}
