import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startServer } from '../support/server.ts'
import { expectKept } from './expect-kept.ts'
import { startSending } from './steady-sender.ts'

const KILLS = Number(process.env.WAYWORN_TEST_KILLS ?? 20)
const LONGEST_LIFE_MS = 3_000
const LONG_AGO_MS = 30 * 3600_000

/**
 * Every second server settles sessions all the time, so that kills meet it; the events are of yesterday, as sessions
 * that may still go on are not settled. Some servers are killed while they recover.
 */
test(`killed ${KILLS} times under load, it loses nothing and counts nothing twice`, {
  timeout: 120_000 + KILLS * 30_000,
}, async () => {
  const data = mkdtempSync(join(tmpdir(), 'wayworn-kill-'))
  const start = (kill: number) =>
    startServer({
      data,
      until: kill % 5 === 4 ? 'alive' : 'ready',
      env: kill % 2 ? { WAYWORN_SETTLE_AFTER: '1' } : {},
    })
  try {
    let server = await start(0)
    const sender = startSending({
      url: () => server.url,
      token: server.application.token,
      at: () => Date.now() - LONG_AGO_MS,
    })
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(Math.random() * LONGEST_LIFE_MS)
      await server.kill()
      await server.stop()
      server = await start(kill)
    }
    await sender.finish()
    const kept = await expectKept(server, sender).catch((error: Error) => {
      throw new Error(`${error.message}\nThe server said:\n${server.log().slice(-4000)}`, { cause: error })
    })
    const { 0: unanswered = 0, 202: accepted = 0, ...others } = Object.fromEntries(sender.statuses)
    console.log(`${KILLS} kills, ${kept}; ${accepted} requests accepted, ${unanswered} unanswered, others`, others)
    expect(Object.keys(others).filter((status) => status !== '503')).toEqual([])
    expect(await server.stop()).toBe(0)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
