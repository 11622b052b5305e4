import { contradict } from '../../model/search/demands.ts'
import { parseSearch } from '../../model/search/parse.ts'
import type { Plan } from './plan.ts'

/** Whether one event might serve two steps. False only where that is certain. */
export const mayOverlap = (plan: Plan): boolean => {
  const searches = plan.nodes.map(({ query }) => parseSearch(query.search.query))
  return searches.some((one, i) => searches.slice(i + 1).some((other) => !contradict(one, other)))
}
