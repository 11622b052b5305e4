import type { EventRow } from '../../../src/intake/shapes.ts'
import { OF_LAST_VIEW } from '../../../src/sessions/columns.ts'
import type { Counted } from './ledger.ts'

const MINUTE = 60_000

export const msOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)
const textOf = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

const DURATION: Record<string, string> = {
  view: 'view_time_spent',
  action: 'action_loading_time',
  resource: 'resource_duration',
  long_task: 'long_task_duration',
  vital: 'vital_duration',
}

const endOf = ({ row }: Counted): number => {
  const ns = (row[DURATION[row.type] ?? ''] as number | undefined) ?? 0
  return msOf(row.date) + Math.trunc(Math.round(ns) / 1e6)
}

const order = (a: Counted, b: Counted): number =>
  msOf(a.row.date) - msOf(b.row.date) || (a.arrival < b.arrival ? -1 : a.arrival > b.arrival ? 1 : 0)

const VIEW = ['id', 'name', 'url', 'url_host', 'url_path', 'url_path_group']

/** The events with what their sessions say, and a row of type `session` for each session: all that can be asked for. */
export const withSessions = (events: readonly Counted[], now: number): Counted[] => {
  const groups = new Map<string, Counted[]>()
  for (const one of events) {
    if (!one.row.session_id || one.row.type === 'server') continue
    const id = JSON.stringify([one.row.application_id, one.row.session_id])
    groups.set(id, [...(groups.get(id) ?? []), one])
  }
  const summaries = new Map([...groups].map(([id, all]) => [id, sessionOf(all.sort(order), now)]))
  const told = events.map((one): Counted => {
    const summary = summaries.get(JSON.stringify([one.row.application_id, one.row.session_id]))
    return summary ? { ...one, row: { ...one.row, ...summary.attributes } } : one
  })
  return [...told, ...[...summaries.values()].map((summary) => summary.session)]
}

const sessionOf = (all: readonly Counted[], now: number): { attributes: Partial<EventRow>; session: Counted } => {
  const of = (type: string) => all.filter((one) => one.row.type === type)
  const views = of('view')
  const [first, last] = [Math.min(...all.map((one) => msOf(one.row.date))), Math.max(...all.map(endOf))]
  const ended = all.some((one) => one.row.session_ended)
  const attributes: Record<string, unknown> = {
    session_is_active: !ended && last > now - 15 * MINUTE && first > now - 240 * MINUTE,
    session_time_spent: (last - first) * 1e6,
    session_view_count: views.length,
    session_action_count: of('action').length,
    session_error_count: of('error').length,
    session_resource_count: of('resource').length,
    session_long_task_count: of('long_task').length,
    session_frustration_count: of('action').reduce(
      (sum, one) => sum + ((one.row.action_frustration_type as string[] | undefined)?.length ?? 0),
      0,
    ),
  }
  if (views[0]?.row.view_referrer) attributes.session_referrer = views[0].row.view_referrer
  for (const field of VIEW) {
    for (const [which, view] of [
      ['initial_view', views[0]],
      ['last_view', views.at(-1)],
    ] as const) {
      const value = view?.row[`view_${field}`]
      if (value !== undefined) attributes[`session_${which}_${field}`] = value
    }
  }
  return { attributes: attributes as Partial<EventRow>, session: sessionRow(all, attributes, first) }
}

const sessionRow = (all: readonly Counted[], attributes: Record<string, unknown>, first: number): Counted => {
  const last = all.filter((one) => one.row.type === 'view').at(-1) ?? all.at(-1)!
  const taken = OF_LAST_VIEW.flatMap(({ column }) =>
    last.row[column] === undefined ? [] : [[column, last.row[column]] as const],
  )
  const replays = all.flatMap((one) => (one.row.session_has_replay === undefined ? [] : [one.row.session_has_replay]))
  const row: EventRow = {
    ...Object.fromEntries(taken),
    ...attributes,
    ...(replays.length ? { session_has_replay: replays.includes(true) } : {}),
    type: 'session',
    date: textOf(first),
    event_id: String(last.row.session_id),
    session_key: last.row.session_key,
    revision: '0',
    received_at: last.row.received_at,
    skew_ms: last.row.skew_ms,
    custom: last.row.custom,
    more: '',
  }
  return { row, arrival: last.arrival }
}
