import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { APPLICATION } from '../../../test/support/application.ts'
import { openTestHouse, type TestHouse } from '../../../test/support/house.ts'
import { fillDemo } from '../../demo/fill.ts'
import { postTo } from '../../demo/post.ts'
import { serverContext } from '../server-client.ts'
import type { CliContext } from './context.ts'
import { registerExport } from './export.ts'
import { registerImport } from './import.ts'

/** On a machine that does much else besides. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const KEYS = { apiKey: 'a'.repeat(32), appKey: 'b'.repeat(40) }
const OTHER = { id: 'another-application', token: 'pub-another-application' }

let house: TestHouse
let folder: string
let url: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayworn-move-'))
  const applications = [APPLICATION, OTHER].map(({ id, token }) => `${id}:${token}:name`).join(',')
  house = await openTestHouse({
    env: { WAYWORN_API_KEY: KEYS.apiKey, WAYWORN_APP_KEY: KEYS.appKey, WAYWORN_APPLICATION: applications },
  })
  url = await house.app.listen({ host: '127.0.0.1', port: 0 })
  const now = Date.now()
  const send = postTo(context().fetch, APPLICATION.token)
  await fillDemo({ send, now, applicationId: APPLICATION.id, days: 3, sessions: 12 })
  await sendServerEvents(now)
  await loaded()
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true })
})

const context = (lines: string[] = []): CliContext => ({
  ...serverContext(() => ({ url, ...KEYS })),
  out: (line) => lines.push(line),
})

const run = async (...words: string[]): Promise<string> => {
  const lines: string[] = []
  const program = new Command('wayworn').exitOverride()
  registerImport(program, context(lines))
  // Small enough that ranges have to be halved.
  registerExport(program, context(lines), 200)
  await program.parseAsync(['node', 'wayworn', ...words])
  return lines.join('\n')
}

const loaded = async () => {
  while (house.house.intakeLog.lagRecords() > 0n) await new Promise((resolve) => setTimeout(resolve, 50))
}

const sendServerEvents = async (now: number) => {
  const events = Array.from({ length: 7 }, (_, i) => ({
    type: 'server',
    application: { id: APPLICATION.id },
    event: { name: 'order.paid', amount: 10 * i },
    usr: { id: `u${i % 3}` },
    timestamp: now - 3_600_000 * (i + 1),
  }))
  const answer = await context().fetch('/api/v2/prodlytics', { method: 'POST', body: JSON.stringify(events) })
  expect(answer.status).toBe(202)
}

/** How many events an application has, by attribute. */
const countsOf = async (id: string, facet: string): Promise<Record<string, number>> => {
  const query = { query: { data_source: 'product_analytics', search: { query: `@application.id:${id}` } } }
  const attributes = {
    time_frame: 'past 10 days',
    query: { ...query, compute: { aggregation: 'count' }, group_by: [{ facet, limit: 1000 }] },
  }
  const answer = await context().fetch('/api/v2/product-analytics/analytics/scalar', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: { type: 'formula_analytics_extended_request', attributes } }),
  })
  const { columns } = JSON.parse(await answer.text()).data.attributes as {
    columns: [{ values: string[][] }, { values: number[] }]
  }
  return Object.fromEntries(columns[0].values.map(([name], i) => [name!, columns[1].values[i]!]))
}

const FACETS = [
  '@type',
  '@view.name',
  '@action.name',
  '@usr.id',
  '@browser.name',
  '@device.type',
  '@event.amount',
  '@context.shop.currency',
  '@session.view.count',
  '@view.loading_time',
  '@date',
]

test('what was exported imports again to the same counts, however often', async () => {
  const file = join(folder, 'events.ndjson')
  const ours = `@application.id:${APPLICATION.id}`
  expect(await run('export', '--query', ours, '--time', 'past 10 days', '--out', file)).toMatch(/^[\d,]+ events are in/)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const events = lines.map((line) => JSON.parse(line) as { attributes: { timestamp: string } })
  const times = events.map(({ attributes }) => attributes.timestamp)
  expect(times).toEqual([...times].sort())
  const counts = await countsOf(APPLICATION.id, '@type')
  expect(events.length).toBe(Object.values(counts).reduce((sum, count) => sum + count))
  expect(events.length).toBeGreaterThan(250)

  for (const _ of [1, 2]) {
    const said = await run('import', file, '--application', OTHER.id, '--quiet')
    expect(said).toContain(`${(events.length - counts.session!).toLocaleString('en')} events were taken in.`)
    expect(said).toContain(`${counts.session} sessions were left out`)
    expect(said).not.toContain('set aside')
    await loaded()
    for (const facet of FACETS) {
      expect({ facet, counts: await countsOf(OTHER.id, facet) }).toEqual({
        facet,
        counts: await countsOf(APPLICATION.id, facet),
      })
    }
  }
})

test('a table names its columns once, and a limit is kept', async () => {
  const file = join(folder, 'views.csv')
  const search = ['--query', '@type:(view OR resource)', '--time', 'past 10 days']
  await run('export', ...search, '--format', 'csv', '--columns', '@view.name,@type', '--limit', '230', '--out', file)
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)
  expect(lines[0]).toBe('view.name,type')
  expect(lines.filter((line) => line === lines[0]).length).toBe(1)
  expect(lines.length).toBe(231)
})

test('what is wrong is named with its remedy', async () => {
  const file = join(folder, 'broken.ndjson')
  const tried = async (text: string, ...more: string[]) => {
    writeFileSync(file, text)
    return run('import', file, '--quiet', ...more).catch((error: Error) => error.message)
  }
  expect(await tried('{"type":"view"}\n')).toBe(
    'line 1: it names no application.id; name one for all of them with --application.',
  )
  expect(await tried('\n{"type":\n')).toMatch(/^line 2: it is no JSON/)
  expect(await tried('[1]')).toBe('line 1: it is no JSON object; give one event a line.')
  expect(await tried('{"type":"view","application":{"id":"unheard"}}\n')).toMatch(/make it with "wayworn app create/)
  expect(await tried('{"type":"view"}', '--application', 'unheard')).toMatch(/The application unheard/)
  await expect(run('export', '--time', 'soon')).rejects.toThrow('"soon" can\'t be read as a time')
  await expect(run('export', '--query', '@a:[', '--out', file)).rejects.toThrow('The search can')
})
