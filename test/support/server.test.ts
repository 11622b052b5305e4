import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apisOf, unreadIn } from './datadog-client.ts'
import { action, view } from './sdk-events.ts'
import { send } from './send.ts'
import { startServer } from './server.ts'

const MINUTE = 60_000

test('a server of its own takes events, answers the official client and leaves nothing behind', {
  timeout: 180_000,
}, async () => {
  const server = await startServer()
  const at = Date.now() - 10 * MINUTE
  try {
    await send(server, [
      view({ at, session: 's1', name: '/cart', user: 'ann' }),
      action({ at: at + 1000, session: 's1', name: 'Pay', on: '/cart', user: 'ann' }),
    ])
    const { analytics } = apisOf(server)
    const countAll = () =>
      analytics.queryProductAnalyticsScalar({
        body: {
          data: {
            type: 'formula_analytics_extended_request',
            attributes: {
              from: at - MINUTE,
              to: at + MINUTE,
              query: {
                query: { dataSource: 'product_analytics', search: { query: '@type:(view OR action)' } },
                compute: { aggregation: 'count' },
              },
            },
          },
        },
      })
    await expect.poll(async () => JSON.stringify(await countAll()), { timeout: 10_000 }).toContain('"values":[2]')
    expect(unreadIn(await countAll())).toEqual([])
  } finally {
    expect(await server.stop()).toBe(0)
  }
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH')
  expect(existsSync(server.data)).toBe(false)
})

test('a server that can not start is told with its output', { timeout: 180_000 }, async () => {
  await expect(startServer({ env: { WAYWORN_APPLICATION: 'nonsense' } })).rejects.toThrow(
    /ended with 1[\s\S]*WAYWORN_APPLICATION/,
  )
})
