import type { Measured } from './measure.ts'
import { bars, INK, svg } from './plot.ts'
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
    'Each median is of several runs, the bare scan of the columns that the question reads in between; "PostHog\'s layout" is the same data and question as PostHog lays it out and asks it (`bench/peer.ts` says by which of its sources), in the same engine.',
    '',
    ...(report.questions.length ? tableOf(report.questions) : []),
    '',
    medians(report.questions),
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
    const cells = [
      one.met ? '' : '**misses**',
      one.name,
      ms(one.median_ms),
      ms(one.scan_ms),
      times,
      targetOf(one),
      ms(one.peer_ms),
      one.way,
    ]
    return `| ${[...cells, (one.rows / 1e6).toFixed(2), mega(one.bytes), mega(one.memory)].join(' | ')} |`
  }),
]

const targetOf = ({ target, beside }: Measured): string => {
  if ('ms' in target) return `< ${target.ms} ms`
  if ('besides' in target) return `≤ ${target.besides} × ${beside?.name}, ${ms(beside?.median_ms)} ms`
  if (target.peer === undefined) return `≤ ${target.scans} ×`
  return `≤ ${target.scans} ×, ${target.peer === 1 ? 'no slower than' : `${target.peer} × as fast as`} PostHog’s`
}

const medians = (questions: readonly Measured[]): string =>
  bars(
    'Median of each question in ms; red: the bare scan of its columns',
    questions.map(({ name, median_ms, scan_ms }) => ({ name, value: median_ms, mark: scan_ms, label: ms(median_ms) })),
  )

/** Questions that were asked of all sizes, and how much longer they take over the most events than over the fewest. */
const growthOf = ({ growth }: Report): string[] => {
  const sizes = Object.keys(growth).sort((a, b) => Number(a) - Number(b))
  const [fewest, most] = [sizes[0]!, sizes.at(-1)!]
  if (fewest === most) return []
  const names = Object.keys(growth[most]!).filter((name) => sizes.every((size) => growth[size]![name] !== undefined))
  const linear = Number(most) / Number(fewest)
  const times = names.map((name) => {
    const value = growth[most]![name]! / growth[fewest]![name]!
    return { name, value, mark: linear, label: `${value.toFixed(1)} ×` }
  })
  return [
    '## How it grows',
    '',
    bars(
      `From ${fewest} M to ${most} M events each question takes so many times as long; red: as many as there are events`,
      times,
    ),
    '',
    `| Question | ${sizes.map((size) => `${size} M, ms`).join(' | ')} |`,
    `| --- | ${sizes.map(() => '--:').join(' | ')} |`,
    ...names.map((name) => `| ${name} | ${sizes.map((size) => ms(growth[size]![name])).join(' | ')} |`),
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
    '| accepted, events/s | loaded, events/s | processor, µs an event | of the sender | most memory, MB | wait p50 / p99, ms | questions beside p50 / p99, ms | failed |',
    '| --: | --: | --: | --: | --: | --: | --: | --: |',
    `| ${intake.accepted_per_second} | ${intake.loaded_per_second} | ${intake.cpu_us_per_event} | ${intake.sender_cpu_us_per_event ?? '–'} | ${mega(memory.most)} | ${ms(wait.p50)} / ${ms(wait.p99)} | ${ms(beside.p50)} / ${ms(beside.p99)} | ${beside.failed} of ${beside.asked} |`,
    '',
    svg(160, 'Resident memory of the server over time', [
      line,
      `<text x="40" y="12" ${INK}>${mega(most)} MB</text>`,
      `<text x="780" y="158" text-anchor="end" ${INK}>${last} s</text>`,
    ]),
    '',
  ]
}
