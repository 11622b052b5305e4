import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { duration, exact, percent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import type { Column } from '../../../ui/table/data-table.tsx'
import { Answered } from '../../journey/page/answered.tsx'
import type { Person } from '../../journey/page/people.ts'
import { PeopleTable } from '../../journey/page/people-table.tsx'
import { oneOf } from '../../journey/page/step-address.ts'
import { entityWords, stepWords } from '../../journey/page/words.ts'
import type { Rule } from '../rule-names.ts'
import { PRESETS } from './counting.ts'
import { ATTEMPT_WORDS, ORDER_WORDS, PRESET_WORDS, VOIDED_WORDS } from './counting-words.ts'
import {
  type DifferencesAnswer,
  differencesRequest,
  type Pair,
  type PairKey,
  parsePair,
  printPair,
} from './differences.ts'
import style from './duration.module.css'
import type { Question } from './question.ts'
import result from './result.module.css'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** On whom another way to count differs from ours, and the rule that decides. */
export const DifferencesView = ({ question, change }: Props) => {
  const around = useSurroundings()
  const { params, setParams } = useFrame()
  const pair = useMemo(() => parsePair(params.pair), [params.pair])
  const onPair = (next: PairKey | null) => setParams({ pair: next ? printPair(next) : undefined })
  const request = useMemo(() => differencesRequest(question, around, pair), [question, around, pair])
  return (
    <div className={style.page}>
      <div className={style.against}>
        <span>Held against the rules of</span>
        <Select
          aria-label="Held against the rules of"
          w={140}
          allowDeselect={false}
          data={PRESETS.map((value) => ({ value, label: PRESET_WORDS[value].label }))}
          value={question.against}
          onChange={(next) => change({ against: oneOf(PRESETS, next ?? undefined) ?? 'posthog' })}
        />
        <span className="ww-muted">{PRESET_WORDS[question.against].rules}</span>
      </div>
      {request.ok && (
        <Answered<DifferencesAnswer, Question> request={request} about={question}>
          {({ data }, about) => <Differences told={data.attributes} question={about} pair={pair} onPair={onPair} />}
        </Answered>
      )}
    </div>
  )
}

interface ToldProps {
  told: DifferencesAnswer['data']['attributes']
  question: Question
  /** Those of one row alone are listed. */
  pair: PairKey | null
  onPair: (pair: PairKey | null) => void
}

const Differences = ({ told, question, pair, onPair }: ToldProps) => {
  const name = PRESET_WORDS[question.against].label
  const { differing, entities, rules, pairs, records, total_count: total } = told
  if (rules.length === 0)
    return (
      <Empty title={`${name} counts this funnel alike`}>
        Every rule is the same for these steps. Choose another product, or change a rule.
      </Empty>
    )
  if (differing === 0)
    return (
      <Empty title="Nobody counts differently">
        {`By the rules of ${name} all ${exact(entities)} ${entityWords(question.per, entities)} get as far as by ours.`}
      </Empty>
    )
  return (
    <>
      <p className={style.lead}>
        <strong>{`${exact(differing)} of ${exact(entities)} ${entityWords(question.per, entities)}`}</strong>
        {` (${percent(differing / entities)}) get to another step if counted like ${name}: `}
        {rules
          .map(({ rule, own, against }) => `${RULE_WORDS[rule]}: ${said(rule, own)} here, ${said(rule, against)} there`)
          .join('; ')}
        {'.'}
      </p>
      <Pairs pairs={pairs} question={question} pair={pair} onPair={onPair} />
      <div className={style.people}>
        <PeopleTable records={records} per={question.per} total={total} more={columnsOf(question)} momentOf={lastOf} />
      </div>
      {records.length < total && (
        <p className="ww-muted">{`${exact(records.length)} of ${exact(total)} are listed.`}</p>
      )}
    </>
  )
}

const Pairs = ({ pairs, question, pair: listed, onPair }: Omit<ToldProps, 'told'> & { pairs: readonly Pair[] }) => (
  <div className={style.figures}>
    <table className={style.pairs} aria-label="Who gets to another step">
      <thead>
        <tr>
          <th scope="col">By our rules they reach</th>
          <th scope="col">{`By those of ${PRESET_WORDS[question.against].label}`}</th>
          <th scope="col">What decides</th>
          <th scope="col">How many</th>
        </tr>
      </thead>
      <tbody>
        {pairs
          .filter((pair) => pair.reached !== pair.reached_against)
          .map((pair) => {
            const { reached, reached_against: against, rules, count } = pair
            const isListed = listed !== null && printPair(listed) === printPair(pair)
            const way = `${reachedWords(reached, question)} here, ${reachedWords(against, question)} there`
            return (
              <tr key={printPair(pair)}>
                <th scope="row">{reachedWords(reached, question)}</th>
                <td>{reachedWords(against, question)}</td>
                <td>{rulesTold(rules)}</td>
                <td>
                  <button
                    type="button"
                    className={result.cellButton}
                    aria-pressed={isListed}
                    aria-label={`${exact(count)}: ${way}, ${rulesTold(rules)}. ${isListed ? 'List all' : 'List them'}`}
                    onClick={() => onPair(isListed ? null : { reached, reached_against: against, rules })}
                  >
                    {exact(count)}
                  </button>
                </td>
              </tr>
            )
          })}
      </tbody>
    </table>
  </div>
)

/** When they made the last step that they make by our rules. */
const lastOf = ({ at }: Person): number | null => (Array.isArray(at) ? (at.at(-1) ?? null) : null)

const columnsOf = (question: Question): Column<Person>[] => [
  {
    key: 'own',
    title: 'By ours',
    width: 120,
    render: (one) => reachedWords(Number(one.reached), question),
  },
  {
    key: 'against',
    title: `Like ${PRESET_WORDS[question.against].label}`,
    width: 120,
    render: (one) => reachedWords(Number(one.reached_against), question),
  },
  { key: 'rules', title: 'What decides', width: 150, render: (one) => rulesTold(one.rules as Rule[]) },
]

const reachedWords = (step: number, { steps }: Question): string =>
  step === 0 ? 'not in it' : `${step} ${steps[step - 1] ? stepWords(steps[step - 1]!) : ''}`

const RULE_WORDS: Record<Rule, string> = {
  window: 'window',
  order: 'order',
  exclusions: 'exclusions',
  exclusion_rule: 'an excluded event',
  attempt: 'attempt that counts',
  hold_constant: 'same value on all steps',
}

const rulesTold = (rules: readonly Rule[]): string =>
  rules.length ? rules.map((rule) => RULE_WORDS[rule]).join(' or ') : 'several rules together'

/** What one side has for a rule. */
const said = (rule: Rule, value: string | number | null): string => {
  if (rule === 'window') return value === null ? 'the session' : duration(Number(value))
  if (rule === 'order') return ORDER_WORDS[value as keyof typeof ORDER_WORDS].label.toLowerCase()
  if (rule === 'exclusion_rule') return VOIDED_WORDS[value as keyof typeof VOIDED_WORDS]
  if (rule === 'attempt') return ATTEMPT_WORDS[value as keyof typeof ATTEMPT_WORDS]
  return value === null ? 'none' : String(value)
}
