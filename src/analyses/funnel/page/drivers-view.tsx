import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { KNOWN_FACETS, useFacets } from '../../../ui/ask/facets.ts'
import { draftPath } from '../../../ui/ask/segment-draft.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { exact, percent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { Answered } from '../../journey/page/answered.tsx'
import { oneOf } from '../../journey/page/step-address.ts'
import { entityWords } from '../../journey/page/words.ts'
import { DEFAULT_ATTRIBUTES } from '../../journey-drivers/default-attributes.ts'
import counts from './counts-table.module.css'
import style from './drivers.module.css'
import { attributesToTest, CORRECTIONS, type Correction, type DriversAnswer, driversRequest } from './drivers.ts'
import { DriversTable } from './drivers-table.tsx'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'
import { SLOW_MS, type Trait } from './trait.ts'
import { draftOfTrait } from './trait-draft.ts'

interface Props {
  question: Question
  chosen: Chosen
  /** `drivers`: what differs between both sides. `instead`: what those who left did first. */
  look: 'drivers' | 'instead'
  /** Lists those of one side who have it. */
  onTrait: (trait: Trait, side: Chosen['side']) => void
}

const CORRECTION_WORDS: Record<Correction, string> = {
  benjamini_hochberg: 'Benjamini and Hochberg',
  bonferroni: 'Bonferroni',
  none: 'nothing',
}
const KNOWN = new Set(KNOWN_FACETS.map(({ path }) => path))

/** Why some went on and others left, as far as what is known of them tells. */
export const DriversView = (props: Props) => {
  const { question, chosen } = props
  const { params } = useFrame()
  const around = useSurroundings()
  const facets = useFacets()
  const correction = oneOf(CORRECTIONS, params.fix) ?? 'benjamini_hochberg'
  const attributes = useMemo(() => attributesToTest(DEFAULT_ATTRIBUTES, facets, KNOWN), [facets])
  const { step, group } = chosen
  const request = useMemo(
    () => driversRequest(question, around, { step, group }, { correction, attributes }),
    [question, around, step, group, correction, attributes],
  )
  if (question.counting.order === 'any')
    return (
      <Empty title="No way between the steps">Of steps in any order nobody can say what happened in between.</Empty>
    )
  if (!request.ok) return null
  return (
    <Answered<DriversAnswer, Props> request={request} about={props}>
      {({ data }, about) =>
        about.look === 'drivers' ? (
          <Drivers {...about} told={data.attributes} correction={correction} />
        ) : (
          <Instead {...about} told={data.attributes} />
        )
      }
    </Answered>
  )
}

type Told = DriversAnswer['data']['attributes']

const Drivers = ({ question, chosen, onTrait, told, correction }: Props & { told: Told; correction: Correction }) => {
  const { setParams } = useFrame()
  const around = useSurroundings()
  const segmentOf = (trait: Trait) => {
    const draft = draftOfTrait(question, around, chosen, trait)
    return draft && draftPath(draft)
  }
  const shared = { onTrait, segmentOf }
  const { converted, dropped, tests, least, level, untested } = told
  const people = entityWords(question.per, dropped)
  return (
    <div className={style.body}>
      <p className={style.note}>
        {`${exact(converted)} went on, ${exact(dropped)} ${people} left. Each row: of those with it the share that went on, and of those without it. It goes with going on or leaving; it need not be the reason.`}
      </p>
      <div className={style.method}>
        <span>{`${exact(tests)} tests, corrected by`}</span>
        <Select
          aria-label="Correction for many tests"
          w={188}
          allowDeselect={false}
          data={CORRECTIONS.map((value) => ({ value, label: CORRECTION_WORDS[value] }))}
          value={correction}
          onChange={(fix) =>
            setParams({ fix: fix === CORRECTIONS[0] ? undefined : (fix ?? undefined) }, { replace: true })
          }
        />
      </div>
      {tests === 0 ? (
        <Empty title="Too few to tell">
          {`Nothing is had by ${least} of them and lacked by ${least} others. Ask about a longer time.`}
        </Empty>
      ) : (
        <>
          <DriversTable title="Who they are" rows={told.attributes} {...shared} />
          <DriversTable
            title="What they did"
            rows={told.behaviours.filter(({ kind }) => ['view', 'action', 'server'].includes(kind))}
            {...shared}
          />
          <DriversTable
            title="What went wrong"
            rows={told.behaviours.filter(({ kind }) => ['error', 'frustration', 'slow_view'].includes(kind))}
            {...shared}
          />
          <p className={style.note}>
            {[
              `Fisher’s exact test where a cell is expected to hold fewer than five, else χ². Rows above ${level} after the correction are grey.`,
              `Slow is a view that took ${SLOW_MS / 1000} s or longer to load. Who left had until ${question.per === 'session' ? 'the end of the session' : 'the end of the window'} to do something, who went on only until the step.`,
              ...(untested > 0 ? [`${exact(untested)} rarer ones were not tested.`] : []),
            ].join(' ')}
          </p>
        </>
      )}
    </div>
  )
}

const Instead = ({ question, onTrait, told }: Props & { told: Told }) => {
  const { rows, dropped } = told.next
  const rest = dropped - rows.reduce((sum, { count }) => sum + count, 0)
  if (dropped === 0) return <Empty title="Nobody left">Everybody who made the step before went on.</Empty>
  return (
    <div className={style.body}>
      <p className={style.note}>
        {`What came first after the step before, of the ${exact(dropped)} ${entityWords(question.per, dropped)} that left.`}
      </p>
      <table className={`${counts.table} ${style.table}`}>
        <thead>
          <tr>
            <th scope="col">Did instead</th>
            <th scope="col">How many</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, name, count, share }) => (
            <tr key={`${kind}:${name}`}>
              <th scope="row" title={name ?? ''}>
                <span className="ww-muted">{`${KIND_WORDS[kind]} `}</span>
                <bdi>{name}</bdi>
              </th>
              <td>
                <button
                  type="button"
                  aria-label={`${name ?? kind}: ${exact(count)}. List them`}
                  onClick={() => onTrait({ kind: 'behaviour', of: kind, name, first: true }, 'lost')}
                >
                  {exact(count)}
                </button>
              </td>
              <td>{percent(share)}</td>
            </tr>
          ))}
          {rest > 0 && (
            <tr>
              <th scope="row" className="ww-muted">
                Nothing more, or something rarer
              </th>
              <td>{exact(rest)}</td>
              <td>{percent(rest / dropped)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

const KIND_WORDS: Record<string, string> = { view: 'View', action: 'Action', server: 'Server event' }
