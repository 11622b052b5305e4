import { ENTITIES, EVENT_KINDS } from '../../journey/page/step.ts'
import { type AddressParams, escaped, oneOf, split, unescaped } from '../../journey/page/step-address.ts'
import { parseVersus, printVersus } from '../../journey/page/versus.ts'
import {
  type Expanded,
  FEWEST_COLUMNS,
  FIRST_QUESTION,
  MOST_BESIDE,
  MOST_COLUMNS,
  MOST_ENTRIES,
  MOST_EXPANDED,
  MOST_FOLDERS,
  type Question,
} from './question.ts'

/** `at=/cart&dir=before&steps=4&top=8&more=2:15,3:20&hide=/a,/b&folders=1`. Marks inside of names have a backslash. */

const printList = (texts: readonly string[]) => (texts.length ? texts.map(escaped).join(',') : undefined)
const parseList = (text: string | undefined): string[] =>
  text === undefined || text === '' ? [] : split(text, ',').map(unescaped).filter(Boolean)

const unless = <T>(value: T, first: T): string | undefined => (value === first ? undefined : String(value))

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  of: unless(q.of, FIRST_QUESTION.of),
  at: q.at ?? undefined,
  dir: unless(q.direction, FIRST_QUESTION.direction),
  per: unless(q.per, FIRST_QUESTION.per),
  steps: unless(q.steps, FIRST_QUESTION.steps),
  top: unless(q.entries, FIRST_QUESTION.entries),
  more: q.expand.length ? q.expand.map((one) => `${one.column}:${one.entries}`).join(',') : undefined,
  hide: printList(q.hide),
  folders: q.folders === null ? undefined : String(q.folders),
  vs: q.versus ? printVersus(q.versus) : undefined,
  show: unless(q.show, FIRST_QUESTION.show),
  pick: printList(q.pick),
})

const whole = (text: string | undefined, low: number, high: number): number | null => {
  const value = /^\d{1,4}$/.test(text ?? '') ? Number(text) : Number.NaN
  return value >= low && value <= high ? value : null
}

const parseExpanded = (text: string | undefined, steps: number): Expanded[] =>
  (text ?? '').split(',').flatMap((part) => {
    const [c, n] = part.split(':')
    const [column, entries] = [whole(c, 0, steps - 1), whole(n, 1, MOST_EXPANDED)]
    return column === null || entries === null ? [] : [{ column, entries }]
  })

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const steps = whole(params.steps, FEWEST_COLUMNS, MOST_COLUMNS) ?? FIRST_QUESTION.steps
  return {
    of: oneOf(EVENT_KINDS, params.of) ?? FIRST_QUESTION.of,
    at: params.at || null,
    direction: params.dir === 'before' ? 'before' : 'after',
    per: oneOf(ENTITIES, params.per) ?? FIRST_QUESTION.per,
    steps,
    entries: whole(params.top, 1, MOST_ENTRIES) ?? FIRST_QUESTION.entries,
    expand: parseExpanded(params.more, steps),
    hide: parseList(params.hide),
    folders: whole(params.folders, 1, MOST_FOLDERS),
    versus: parseVersus(params.vs, MOST_BESIDE),
    show: params.show === 'table' ? 'table' : 'diagram',
    pick: parseList(params.pick),
  }
}

export type Target = { type: 'node'; id: string } | { type: 'link'; source: string; target: string }

/** Whose list is open beside the diagram: of a node, or of a link between two; `of` others by their key. */
export type Chosen = Target & { of?: string }

/** `2:/cart`, `1:/home,2:/cart`; of others `2:/cart,,period`. */
export const printChosen = (chosen: Chosen): string => {
  const ids = chosen.type === 'node' ? [chosen.id] : [chosen.source, chosen.target]
  const parts = chosen.of === undefined ? ids : [ids[0]!, ids[1] ?? '', chosen.of]
  return parts.map(escaped).join(',')
}

export const parseChosen = (text: string | undefined): Chosen | null => {
  const [id = '', target = '', of] = split(text ?? '', ',').map(unescaped)
  if (id === '') return null
  const whose = of === undefined ? {} : { of }
  return target === '' ? { type: 'node', id, ...whose } : { type: 'link', source: id, target, ...whose }
}
