import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { columnsOf } from '../../journey/page/people.ts'
import { aliasOf, journeySearch, type Request, ready } from '../../journey/page/request.ts'
import { aroundOf } from '../../journey/page/versus.ts'
import type { Chosen } from './address.ts'
import { MOST_BESIDE_ROWS, pairOf, type Question, type Shown } from './question.ts'

const eventOf = ({ kind, name }: Shown) => ({ type: kind, name })

const queryOf = (question: Question, around: Surroundings) => {
  const found = journeySearch(question, around)
  if ('fault' in found) return { ok: false as const, fault: found.fault }
  const { start, end } = pairOf(question)
  const query = {
    search: found.search,
    target: { type: 'path', start: aliasOf(start - 1), end: aliasOf(end - 1) },
    conversion_type: question.side === 'dropped' ? 'drop-off' : 'conversion',
    events: question.kinds,
    hide: question.hide.map(eventOf),
  }
  return { ok: true as const, query }
}

/** The most frequent ways. */
export const pathsRequest = (question: Question, around: Surroundings): Request => {
  const found = queryOf(question, around)
  if (!found.ok) return found.fault
  const query = { ...found.query, limit: question.versus ? MOST_BESIDE_ROWS : question.rows }
  return ready('journey/paths', 'journey_request', { ...around.span, query })
}

/** Who went one of them, or any. */
export const listRequest = (question: Question, own: Surroundings, { way, of }: Chosen, limit: number): Request => {
  const around = aroundOf(question.versus, own, of)
  const found = queryOf(question, around)
  if (!found.ok) return found.fault
  const path = way === 'all' ? undefined : { events: way.events.map(eventOf), is_cut: way.isCut }
  const query = { ...found.query, ...(path && { path }), entity_columns: columnsOf(question.per), limit }
  return ready('journey/paths/list', 'journey_paths_list_request', { ...around.span, query })
}
