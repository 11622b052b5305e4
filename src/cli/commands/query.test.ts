import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/support/house.ts'
import type { CliContext } from './context.ts'
import { registerQuery } from './query.ts'

const KEYS = { 'dd-api-key': 'a'.repeat(32), 'dd-application-key': 'b'.repeat(40) }

let house: TestHouse
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayworn-query-'))
  house = await openTestHouse({
    env: { WAYWORN_API_KEY: KEYS['dd-api-key'], WAYWORN_APP_KEY: KEYS['dd-application-key'] },
  })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true })
})

const run = async (...words: string[]): Promise<string> => {
  const lines: string[] = []
  const ctx: CliContext = {
    out: (line) => lines.push(line),
    fetch: async (url, { method = 'GET', headers = {}, body } = {}) => {
      const options = { method: method as 'GET', url, headers: { ...KEYS, ...headers } }
      const answer = await house.app.inject(body === undefined ? options : { ...options, payload: body })
      return { ok: answer.statusCode < 300, status: answer.statusCode, text: async () => answer.body }
    },
  }
  const program = new Command('wayworn').exitOverride()
  registerQuery(program, ctx)
  await program.parseAsync(['node', 'wayworn', 'query', ...words])
  return lines.join('\n')
}

const request = (compute: object) => ({
  data: {
    type: 'formula_analytics_extended_request',
    attributes: {
      time_frame: 'past 2 days',
      query: { query: { data_source: 'product_analytics', search: { query: '' } }, compute },
    },
  },
})

const saveChart = (chart: object): Promise<string> =>
  house.app
    .inject({
      method: 'POST',
      url: '/api/v2/wayworn/charts',
      headers: KEYS,
      payload: { data: { type: 'chart', attributes: { name: 'Events', ...chart } } },
    })
    .then((answer) => answer.json().data.id as string)

const save = (compute: object): Promise<string> => saveChart({ request: request(compute) })

test('a saved chart is run by its id, over time if it is a time series', async () => {
  expect(await run('--chart', await save({ aggregation: 'count' }))).toBe('query\n0')
  const overTime = JSON.parse(await run('--chart', await save({ aggregation: 'count', rollup: { type: 'day' } })))
  expect(overTime.values[0].length).toBeGreaterThanOrEqual(2)
  await expect(run('--chart', 'none')).rejects.toThrow('The chart none does not exist')
})

test('a chart of two ways to count a funnel is run as well', async () => {
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  const search = { expression: 'A -> B', node_objects: { A: node('@type:view'), B: node('@type:action') } }
  const attributes = { from: 1000, to: 90_000_000, query: { search, against: { preset: 'mixpanel' } } }
  const id = await saveChart({ kind: 'funnel', request: { data: { type: 'journey_differences_request', attributes } } })
  expect(JSON.parse(await run('--chart', id, '--json'))).toMatchObject({ entities: 0, differing: 0, records: [] })
})

test('a file holds a request or a chart', async () => {
  const file = join(folder, 'chart.json')
  writeFileSync(file, JSON.stringify(request({ aggregation: 'count' })))
  expect(await run(file)).toBe('query\n0')
  const chart = { data: { type: 'chart', attributes: { request: request({ aggregation: 'count' }) } } }
  writeFileSync(file, JSON.stringify(chart))
  expect(await run(file)).toBe('query\n0')
  await expect(run()).rejects.toThrow('either a file or --chart')
  await expect(run(file, '--chart', 'x')).rejects.toThrow('either a file or --chart')
})
