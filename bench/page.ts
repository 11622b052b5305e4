import type { Measured } from './measure.ts'
import type { Report } from './report.ts'

/** The report as a page to read: tables, and plots that are drawn into it. */
export const pageOf = (report: Report): string =>
  [
    '# What it takes',
    '',
    `${millions(report.data.events)} events of ${millions(report.data.sessions)} sessions over 60 days, ${report.data.bytes_per_event} bytes an event on disk; ` +
      `${report.machine.cores} × ${report.machine.cpu}, ${Math.round(report.machine.memory / 2 ** 30)} GB, Node ${report.machine.node}, ${report.machine.engine}. ` +
      `Measured ${report.machine.at.slice(0, 10)} by \`npx wayworn bench\`; every figure here is in \`report.json\`.`,
    ...(report.machine.busy
      ? [
          '',
          `**The machine did other work meanwhile**: on average ${report.machine.busy} processes wanted its ${report.machine.cores} cores.`,
        ]
      : []),
    '',
    'Each median is of several runs, the bare scan of the columns that the question reads in between; "PostHog\'s layout" is the same data sorted by `(app, toDate(ts), type, name, user_key, ts)`, users stitched on.',
    '',
    ...(report.questions.length ? tableOf(report.questions) : []),
    '',
    bars(report.questions),
    '',
    ...growthOf(report),
    ...intakeOf(report),
  ].join('\n')

const millions = (of: number): string => `${(of / 1e6).toFixed(of < 1e7 ? 1 : 0)} M`
const ms = (of: number | undefined): string => (of === undefined ? '' : of.toFixed(of < 10 ? 1 : 0))
const mega = (of: number): string => (of / 2 ** 20).toFixed(0)

const tableOf = (questions: readonly Measured[]): string[] => [
  '| | Question | median, ms | bare scan, ms | × | target | PostHog’s layout, ms | read | rows read, M | MB read | MB held |',
  '| --- | --- | --: | --: | --: | --- | --: | --- | --: | --: | --: |',
  ...questions.map((one) => {
    const times = one.scan_ms === undefined ? '' : (one.median_ms / one.scan_ms).toFixed(1)
    const target = 'ms' in one.target ? `< ${one.target.ms} ms` : `≤ ${one.target.scans} ×`
    const cells = [
      one.met ? '' : '**misses**',
      one.name,
      ms(one.median_ms),
      ms(one.scan_ms),
      times,
      target,
      ms(one.peer_ms),
      one.way,
    ]
    return `| ${[...cells, (one.rows / 1e6).toFixed(2), mega(one.bytes), mega(one.memory)].join(' | ')} |`
  }),
]

const WIDTH = 820
const ROW = 22
const LABEL = 300
const INK = 'font-family="system-ui, sans-serif" font-size="12" fill="#57606a"'

/** A bar a question, its bare scan as a line across. */
const bars = (questions: readonly Measured[]): string => {
  const most = Math.max(1, ...questions.map((one) => Math.max(one.median_ms, one.scan_ms ?? 0)))
  const x = (of: number) => LABEL + ((WIDTH - LABEL - 60) * of) / most
  const rows = questions.map((one, i) => {
    const y = i * ROW
    const scan = one.scan_ms
    const line =
      scan === undefined
        ? ''
        : `<line x1="${x(scan)}" x2="${x(scan)}" y1="${y + 1}" y2="${y + 17}" stroke="#cf222e" stroke-width="2"/>`
    return (
      `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end" ${INK}>${escaped(one.name)}</text>` +
      `<rect x="${LABEL}" y="${y + 3}" width="${Math.max(1, x(one.median_ms) - LABEL)}" height="12" fill="#3f7d58"/>` +
      `${line}<text x="${Math.max(x(one.median_ms), x(scan ?? 0)) + 6}" y="${y + 13}" ${INK}>${ms(one.median_ms)}</text>`
    )
  })
  return svg(questions.length * ROW + 4, 'Median of each question in ms; red: the bare scan of its columns', rows)
}

const growthOf = ({ growth }: Report): string[] => {
  const sizes = Object.keys(growth).sort((a, b) => Number(a) - Number(b))
  if (sizes.length < 2) return []
  const names = Object.keys(growth[sizes.at(-1)!]!)
  return [
    '## How it grows',
    '',
    `| Question | ${sizes.map((size) => `${size} M, ms`).join(' | ')} |`,
    `| --- | ${sizes.map(() => '--:').join(' | ')} |`,
    ...names.map((name) => `| ${name} | ${sizes.map((size) => ms(growth[size]?.[name])).join(' | ')} |`),
    '',
  ]
}

const intakeOf = ({ intake }: Report): string[] => {
  if (!intake) return []
  const { memory, beside, wait } = intake
  const most = Math.max(...memory.over_time.map(({ bytes }) => bytes))
  const last = Math.max(1, memory.over_time.at(-1)?.seconds ?? 1)
  const points = memory.over_time.map(
    ({ seconds, bytes }) => `${(40 + (740 * seconds) / last).toFixed(0)},${(150 - (130 * bytes) / most).toFixed(0)}`,
  )
  const line = `<polyline points="${points.join(' ')}" fill="none" stroke="#3f7d58" stroke-width="2"/>`
  return [
    '## Intake',
    '',
    `${intake.events.toLocaleString('en')} events of ${intake.bytes_per_event} bytes, ${intake.events_per_batch} a request, ${intake.senders} senders, log and load included:`,
    '',
    '| accepted, events/s | loaded, events/s | processor, µs an event | most memory, MB | wait p50 / p99, ms | questions beside p50 / p99, ms | failed |',
    '| --: | --: | --: | --: | --: | --: | --: |',
    `| ${intake.accepted_per_second} | ${intake.loaded_per_second} | ${intake.cpu_us_per_event} | ${mega(memory.most)} | ${ms(wait.p50)} / ${ms(wait.p99)} | ${ms(beside.p50)} / ${ms(beside.p99)} | ${beside.failed} of ${beside.asked} |`,
    '',
    svg(160, 'Resident memory of the server over time', [
      line,
      `<text x="40" y="12" ${INK}>${mega(most)} MB</text>`,
      `<text x="780" y="158" text-anchor="end" ${INK}>${last} s</text>`,
    ]),
    '',
  ]
}

const svg = (height: number, title: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"><title>${title}</title>${parts.join('')}</svg>`

const escaped = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
