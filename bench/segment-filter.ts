import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { answerScalar } from '../src/analyses/analytics/answer.ts'
import { type Asking, ask } from '../src/analyses/asking.ts'
import { answerSankey } from '../src/analyses/pathways/answer.ts'
import { SankeyRequest } from '../src/analyses/pathways/definition.ts'
import { constant, sql, str } from '../src/sql/sql.ts'
import { viewsByName } from './questions/audience.ts'
import { openStore, type Store } from './store.ts'
import { medianOf, type Taken, timed } from './timed.ts'

/**
 * What it costs to ask only about the members of a file of half a million ids, as a ratio to the same question about
 * everybody, each the median of so many runs in turn: in processor time, which holds on a busy machine too, and in time.
 *
 *   node --import tsx bench/segment-filter.ts --events 1000000 [--once] [--data <folder>] [--runs 7]
 */
const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    once: { type: 'boolean', default: false },
    data: { type: 'string' },
    runs: { type: 'string', default: '7' },
  },
})

const SEGMENT = 'half-a-million'
const MEMBERS = 500_000
const TAG = { tag: 'bench', limits: { seconds: 600 } }

/** Half of the users, and strangers. */
const fillSegment = async ({ engine }: Store): Promise<void> => {
  const { rows } = await engine.query<{ n: number }>(
    sql`SELECT toFloat64(count()) AS n FROM segment_members WHERE segment_id = ${str(SEGMENT)}`,
    TAG,
  )
  if (rows[0]!.n > 0) return
  const known = sql`SELECT DISTINCT usr_id AS value FROM events WHERE usr_id != '' AND cityHash64(usr_id) % 2 = 0`
  const strangers = sql`SELECT concat('stranger-', toString(number)) AS value FROM numbers(${constant(String(MEMBERS))})`
  await engine.command(
    sql`INSERT INTO segment_members (segment_id, version, value, line)
SELECT ${str(SEGMENT)}, 1, value, rowNumberInAllBlocks()
FROM (SELECT * FROM (${known}) UNION ALL SELECT * FROM (${strangers})) LIMIT ${constant(String(MEMBERS))}`,
    TAG,
  )
}

type Question = (filters: object | undefined, span: Store['span']) => (asking: Asking) => Promise<unknown>

const usersByName: Question = (audience_filters, span) => (asking) =>
  answerScalar(viewsByName(span, audience_filters), asking)

const pathways: Question = (audience_filters, span) => {
  const attributes = {
    definition: { source: '@view.name', target: '@view.name' },
    search: { query: '', audience_filters },
    time: span,
  }
  const parsed = SankeyRequest.parse({ data: { type: 'sankey_request', attributes } }).data.attributes
  return (asking) => answerSankey(parsed, asking)
}

const compare = async (name: string, question: Question, store: Store): Promise<void> => {
  const filters = { segments: [{ name: 'listed', segment_id: SEGMENT }] }
  const asking = { ...store.asking, segments: segmentOf }
  const taken = { all: [] as Taken[], listed: [] as Taken[] }
  for (let run = 0; run <= Number(flags.runs); run++) {
    for (const [which, audience] of [['all', undefined] as const, ['listed', filters] as const]) {
      const one = await timed(() => ask(asking, { tag: 'bench', keep: false }, question(audience, store.span)))
      // The first run only fetches what the disk has to give.
      if (run) taken[which].push(one)
    }
  }
  const of = (part: keyof Taken) => {
    const [all, listed] = [taken.all, taken.listed].map((runs) => medianOf(runs.map((one) => one[part])))
    return `${listed!.toFixed(0)} / ${all!.toFixed(0)} ms = ${(listed! / all!).toFixed(2)}`
  }
  process.stdout.write(`${name}: processor ${of('processor')}, time ${of('time')}\n`)
}

const segmentOf = async (id: string) => ({
  id,
  name: id,
  audience: 'users' as const,
  definition: null,
  upload: { key: 'usr.id' as const, version: 1 },
})

const folder = flags.data ?? mkdtempSync(path.join(tmpdir(), 'wayworn-bench-'))
const to = Math.floor(Date.now() / 86_400_000) * 86_400_000
const say = (line: string) => void process.stderr.write(`${line}\n`)
const store = await openStore({ folder: path.resolve(folder), events: Number(flags.events), to, once: flags.once, say })
try {
  await fillSegment(store)
  await compare('users by view name', usersByName, store)
  await compare('pathways', pathways, store)
} finally {
  await store.close()
  if (!flags.data) await rm(folder, { recursive: true, force: true })
}
