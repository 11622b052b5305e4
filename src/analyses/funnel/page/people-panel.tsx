import { ActionIcon, SegmentedControl } from '@mantine/core'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { duration } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import type { Column } from '../../../ui/table/data-table.tsx'
import { bucketLabel } from '../../../ui/time/bucket.ts'
import { stamp } from '../../../ui/time/zone.ts'
import { type Person, timeOfStep } from '../../journey/page/people.ts'
import { People, PeoplePanel } from '../../journey/page/people-panel.tsx'
import { oneOf } from '../../journey/page/step-address.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import { useCourseName } from './course-name.ts'
import style from './drivers.module.css'
import { DriversView } from './drivers-view.tsx'
import { stepBefore } from './optional.ts'
import { type Chosen, printChosen, type Took } from './people-address.ts'
import type { Question } from './question.ts'
import { listRequest, rollupOf } from './request.ts'
import { OTHER_TAG } from './result.ts'
import { parseTrait, printTrait, type Trait } from './trait.ts'
import { traitWords } from './trait-words.ts'

interface Props {
  question: Question
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  onClose: () => void
}

/** Who stands behind a bar, those who reached the step or those who were lost before it; and what tells them apart. */
export const FunnelPeople = ({ question, chosen, onChosen, onClose }: Props) => {
  const { params, setParams, scope, span } = useFrame()
  const { step, side, group, took, begun } = chosen
  const nameOf = useCourseName(question)
  const hasWay = step > 1 && !took && !begun
  const look = (hasWay && oneOf(LOOKS, params.look)) || 'people'
  const trait = hasWay && look === 'people' ? parseTrait(params.trait) : null
  const onLook = (next: Look) => setParams({ look: next === 'people' ? undefined : next, trait: undefined })
  return (
    <PeoplePanel
      label={`${ENTITY_WORDS[question.per].many} of step ${step}`}
      kicker={[
        `Step ${step}`,
        ...(group === undefined ? [] : [nameOf(group)]),
        ...(took ? [tookWords(took)] : []),
        ...(begun ? [`began ${bucketLabel(begun.from, rollupOf(question, span), scope.zone)}`] : []),
      ].join(' · ')}
      title={stepWords(question.steps[step - 1]!)}
      head={
        hasWay && (
          <div className={style.switches}>
            <SegmentedControl
              aria-label="What is shown of them"
              data={LOOKS.map((value) => ({ value, label: LOOK_WORDS[value] }))}
              value={look}
              onChange={(next) => onLook(oneOf(LOOKS, next) ?? 'people')}
            />
            {look === 'people' && <Side side={side} onSide={(next) => onChosen({ ...chosen, side: next })} />}
            {trait && <TraitNote trait={trait} onDrop={() => setParams({ trait: undefined })} />}
          </div>
        )
      }
      onClose={onClose}
    >
      {group === OTHER_TAG ? (
        <Empty title="Other is many values">
          Raise the number of values in the breakdown until the one that you look for stands by itself.
        </Empty>
      ) : look === 'people' ? (
        <Listed question={question} chosen={chosen} trait={trait} />
      ) : (
        <DriversView
          question={question}
          chosen={chosen}
          look={look}
          onTrait={(next, of) =>
            setParams({ people: printChosen({ ...chosen, side: of }), look: undefined, trait: printTrait(next) })
          }
        />
      )}
    </PeoplePanel>
  )
}

const LOOKS = ['people', 'drivers', 'instead'] as const
type Look = (typeof LOOKS)[number]
const LOOK_WORDS: Record<Look, string> = { people: 'People', drivers: 'What differs', instead: 'Did instead' }

const Side = ({ side, onSide }: { side: Chosen['side']; onSide: (side: Chosen['side']) => void }) => (
  <SegmentedControl
    aria-label="Who"
    data={[
      { value: 'reached', label: 'Reached it' },
      { value: 'lost', label: 'Lost before it' },
    ]}
    value={side}
    onChange={(next) => onSide(next === 'lost' ? 'lost' : 'reached')}
  />
)

const TraitNote = ({ trait, onDrop }: { trait: Trait; onDrop: () => void }) => (
  <span className={style.trait}>
    <bdi title={traitWords(trait)}>{traitWords(trait)}</bdi>
    <ActionIcon size={24} aria-label={`Drop the condition: ${traitWords(trait)}`} onClick={onDrop}>
      <Icon name="close" size={12} />
    </ActionIcon>
  </span>
)

const Listed = ({ question, chosen, trait }: Pick<Props, 'question' | 'chosen'> & { trait: Trait | null }) => {
  const around = useSurroundings()
  const more = useStepTimes(question, chosen)
  return (
    <People
      key={printChosen(chosen) + (trait ? printTrait(trait) : '')}
      per={question.per}
      requestOf={(limit) => listRequest(question, around, chosen, limit, trait)}
      more={more}
      momentOf={(one) => timeOfStep(one, lastMade(question, chosen))}
      steps={question.steps.length}
    />
  )
}

/** `1 m to 2 m from step 1`. */
const tookWords = ({ start, from, to }: Took) => `${duration(from)} to ${duration(to)} from step ${start}`

/** The last step that all of them made, from 0: their recordings are opened there. */
const lastMade = ({ steps }: Question, { step, side }: Chosen): number =>
  (side === 'lost' ? stepBefore(steps, step) : step) - 1

/** When they began, and how long they took. */
const useStepTimes = (question: Question, chosen: Chosen): Column<Person>[] => {
  const { scope } = useFrame()
  const last = lastMade(question, chosen)
  const began: Column<Person> = {
    key: 'start',
    title: 'Began',
    width: 128,
    render: (one) => {
      const ms = timeOfStep(one, 0)
      return ms === null ? '–' : stamp(ms, scope.zone, 'minute')
    },
  }
  const took: Column<Person> = {
    key: 'took',
    title: `To step ${last + 1}`,
    width: 84,
    align: 'right',
    render: (one) => duration(between(one, last)),
  }
  return last > 0 ? [began, took] : [began]
}

const between = (one: Person, step: number): number | null => {
  const [a, b] = [timeOfStep(one, 0), timeOfStep(one, step)]
  return a === null || b === null ? null : b - a
}
