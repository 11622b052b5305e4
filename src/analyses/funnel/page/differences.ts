import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { columnsOf, type Person } from '../../journey/page/people.ts'
import { type Request, ready } from '../../journey/page/request.ts'
import { RULES, type Rule } from '../rule-names.ts'
import type { Question } from './question.ts'
import { counted } from './request.ts'

/** How many get so far by the one way to count and so far by the other, and the rules that decide alone. */
export interface Pair {
  reached: number
  reached_against: number
  rules: Rule[]
  count: number
}

/** The published answer, as the page reads it. */
export interface DifferencesAnswer {
  data: {
    attributes: {
      rules: { rule: Rule; own: string | number | null; against: string | number | null }[]
      entities: number
      differing: number
      pairs: Pair[]
      records: (Person & { reached: number; reached_against: number; rules: Rule[] })[]
      total_count: number
    }
  }
}

/** Whom a row of the table is about. */
export type PairKey = Pick<Pair, 'reached' | 'reached_against' | 'rules'>

/** `3-1:window,attempt`. */
export const printPair = ({ reached, reached_against, rules }: PairKey): string =>
  `${reached}-${reached_against}:${rules.join(',')}`

export const parsePair = (text: string | undefined): PairKey | null => {
  const found = /^(\d{1,2})-(\d{1,2}):([a-z_,]*)$/.exec(text ?? '')
  if (!found) return null
  const names = found[3]!.split(',')
  return {
    reached: Number(found[1]),
    reached_against: Number(found[2]),
    rules: RULES.filter((rule) => names.includes(rule)),
  }
}

const LISTED = 1000

/** The same steps by our rules and by those of the product that is chosen. */
export const differencesRequest = (question: Question, around: Surroundings, pair: PairKey | null = null): Request => {
  const found = counted(question, around)
  if ('fault' in found) return found.fault
  const { search, counting } = found.query
  const query = {
    // A window of one's own holds for both; without it each has its own.
    search: question.within === null ? withoutWindow(search) : search,
    ...(counting && { counting }),
    against: { ...counting, preset: question.against, attempt: undefined, exclusion_rule: undefined },
    ...(pair && { pair }),
    entity_columns: columnsOf(question.per),
    limit: LISTED,
  }
  return ready('journey/differences', 'journey_differences_request', { ...around.span, query })
}

const withoutWindow = (search: object): object => {
  const { filters, ...rest } = search as { filters: object }
  return { ...rest, filters: { ...filters, graph_filters: undefined } }
}
