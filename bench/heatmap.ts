import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ask } from '../src/analyses/asking.ts'
import { answerHeatmap } from '../src/analyses/heatmap/answer.ts'
import { HeatmapRequest } from '../src/analyses/heatmap/definition.ts'
import { constant, join, type Sql, sql, str, u32, word } from '../src/sql/sql.ts'
import { openStore, type Store } from './store.ts'
import { medianOf, type Taken, timed } from './timed.ts'

/**
 * What a heatmap of one page takes that was clicked so often: each question once to fetch what the disk has to give, then
 * the median of so many runs.
 *
 *   node --import tsx bench/heatmap.ts [--clicks 10000000] [--events 1000000] [--data <folder>] [--runs 5]
 *
 * The clicks are those of the page seen most among so many events, and copies of them by other people in other sessions,
 * with the views that they are in.
 */
const { values: flags } = parseArgs({
  options: {
    clicks: { type: 'string', default: '10000000' },
    events: { type: 'string', default: '1000000' },
    data: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
})

const PAGE = '/'
const COPY = '-copy-'
const TAG = { tag: 'bench-copy', lane: 'background' as const, limits: { seconds: 3600, bytes: 8 * 2 ** 30 } }
const SPREAD = constant('SETTINGS min_insert_block_size_rows=200000, min_insert_block_size_bytes=0')
const OF_PAGE = sql`view_name = ${str(PAGE)} AND type IN ('view', 'action')`

const firstOf = async <Row>({ engine }: Store, statement: Sql): Promise<Row> =>
  (await engine.query<Row>(statement, TAG)).rows[0]!

const countOf = (store: Store) =>
  firstOf<{ clicks: number; original: number }>(
    store,
    sql`SELECT toFloat64(count()) AS clicks, toFloat64(countIf(position(session_id, ${str(COPY)}) = 0)) AS original
    FROM events WHERE ${OF_PAGE} AND type = 'action' AND action_type != 'custom'`,
  )

const COPIED = [
  ...['type', 'date', 'arrival', 'batch', 'application_id', 'session_type', 'view_name', 'view_frustration_count'],
  ...['device_type', 'display_viewport_height', 'display_scroll_max_depth', 'display_scroll_max_scroll_height'],
  ...['action_type', 'action_name', 'action_target_name', 'action_frustration_type', 'dd_action_target_selector'],
  ...['dd_action_target_composed_path_selector', 'dd_action_target_permanent_id', 'dd_action_target_width'],
  ...['dd_action_target_height', 'dd_action_position_x', 'dd_action_position_y'],
]
const IDS = ['session_id', 'view_id', 'event_id', 'usr_id', 'usr_anonymous_id']

/**
 * So many more times what people did on the page, by others, as far as heatmaps read it. Made beside `events` and moved
 * there: nothing else is derived from copies but which users were seen on which device.
 */
const addCopies = async ({ engine }: Store, first: number, end: number) => {
  const run = (statement: Sql) => engine.command(statement, TAG)
  const ids = IDS.map((id) => sql`if(${word(id)} = '', '', concat(${word(id)}, ${str(COPY)}, toString(number)))`)
  await run(sql`DROP TABLE IF EXISTS bench_copies`)
  await run(sql`CREATE TABLE bench_copies AS events`)
  await run(sql`INSERT INTO bench_copies (${join([...COPIED, ...IDS, 'session_key'].map(word))})
    SELECT ${join([...COPIED.map(word), ...ids])}, cityHash64(session_key, number)
    FROM events ARRAY JOIN range(${u32(first)}, ${u32(end)}) AS number
    WHERE ${OF_PAGE} AND position(session_id, ${str(COPY)}) = 0 ${SPREAD}`)
  await run(sql`INSERT INTO identity_links (anonymous_id, user_id, first_date, first_arrival)
    SELECT usr_anonymous_id, usr_id, date, arrival FROM bench_copies WHERE usr_anonymous_id != '' AND usr_id != ''
    ORDER BY date, arrival LIMIT 1 BY usr_anonymous_id, usr_id`)
  const parts = sql`SELECT DISTINCT partition_id AS id FROM system.parts WHERE active AND table = 'bench_copies'`
  for (const { id } of (await engine.query<{ id: string }>(parts, TAG)).rows)
    await run(sql`ALTER TABLE events ATTACH PARTITION ID ${str(id)} FROM bench_copies`)
  await run(sql`DROP TABLE bench_copies`)
  // Otherwise it would go on merging while it is asked.
  await run(sql`OPTIMIZE TABLE events FINAL`)
}

const fill = async (store: Store): Promise<number> => {
  const { clicks, original } = await countOf(store)
  const [done, wanted] = [Math.round(clicks / original), Math.ceil(Number(flags.clicks) / original)]
  if (done < wanted) await addCopies(store, done, wanted)
  return (await countOf(store)).clicks
}

const measure = async (store: Store, name: string, clicks: number, more: object): Promise<void> => {
  const attributes = { ...store.span, view_name: PAGE, ...more }
  const parsed = HeatmapRequest.parse({ data: { type: 'heatmap_request', attributes } }).data.attributes
  const once = () =>
    ask(store.asking, { tag: 'bench', keep: false }, async (asking) => {
      const answer = await answerHeatmap(parsed, asking)
      if (answer.clicks.clicks !== clicks) throw new Error(`${name}: ${answer.clicks.clicks} of ${clicks} clicks`)
      return answer
    })
  await once()
  const taken: Taken[] = []
  for (let run = 0; run < Number(flags.runs); run += 1) taken.push(await timed(once))
  const [time, processor] = (['time', 'processor'] as const).map((part) => medianOf(taken.map((one) => one[part])))
  process.stdout.write(`${name}: ${time!.toFixed(0)} ms, ${processor!.toFixed(0)} ms of processor\n`)
}

const folder = flags.data ?? mkdtempSync(path.join(tmpdir(), 'wayworn-bench-'))
const to = Math.floor(Date.now() / 86_400_000) * 86_400_000
const say = (line: string) => void process.stderr.write(`${line}\n`)
const store = await openStore({ folder: path.resolve(folder), events: Number(flags.events), to, say })
try {
  const clicks = await fill(store)
  process.stdout.write(`${clicks} clicks of one page\n`)
  await measure(store, 'as the page asks first', clicks, { people: false })
  await measure(store, 'and those in sessions that converted', clicks, {
    people: false,
    converted: { query: '@type:view @view.name:/checkout' },
  })
  await measure(store, 'and who clicked each element', clicks, {})
} finally {
  await store.close()
  if (!flags.data) await rm(folder, { recursive: true, force: true })
}
