import { SegmentedControl } from '@mantine/core'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { duration } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import type { Column } from '../../../ui/table/data-table.tsx'
import { stamp } from '../../../ui/time/zone.ts'
import { type Person, timeOfStep } from '../../journey/page/people.ts'
import { People, PeoplePanel } from '../../journey/page/people-panel.tsx'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import { useCourseName } from './course-name.ts'
import { type Chosen, printChosen, type Took } from './people-address.ts'
import type { Question } from './question.ts'
import { listRequest } from './request.ts'
import { OTHER_TAG } from './result.ts'

interface Props {
  question: Question
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  onClose: () => void
}

/** Who stands behind a bar: those who reached the step, or those who were lost before it. */
export const FunnelPeople = ({ question, chosen, onChosen, onClose }: Props) => {
  const around = useSurroundings()
  const more = useStepTimes(chosen)
  const { step, side, group, took } = chosen
  const nameOf = useCourseName(question)
  return (
    <PeoplePanel
      label={`${ENTITY_WORDS[question.per].many} of step ${step}`}
      kicker={[
        `Step ${step}`,
        ...(group === undefined ? [] : [nameOf(group)]),
        ...(took ? [tookWords(took)] : []),
      ].join(' · ')}
      title={stepWords(question.steps[step - 1]!)}
      head={
        step > 1 &&
        !took && (
          <SegmentedControl
            mt={8}
            aria-label="Who"
            data={[
              { value: 'reached', label: 'Reached it' },
              { value: 'lost', label: 'Lost before it' },
            ]}
            value={side}
            onChange={(next) => onChosen({ ...chosen, side: next === 'lost' ? 'lost' : 'reached' })}
          />
        )
      }
      onClose={onClose}
    >
      {group === OTHER_TAG ? (
        <Empty title="Other is many values">
          Raise the number of values in the breakdown until the one that you look for stands by itself.
        </Empty>
      ) : (
        <People
          key={printChosen(chosen)}
          per={question.per}
          requestOf={(limit) => listRequest(question, around, chosen, limit)}
          more={more}
          steps={question.steps.length}
        />
      )}
    </PeoplePanel>
  )
}

/** `1 m to 2 m from step 1`. */
const tookWords = ({ start, from, to }: Took) => `${duration(from)} to ${duration(to)} from step ${start}`

/** When they began, and how long they took. */
const useStepTimes = ({ step, side }: Chosen): Column<Person>[] => {
  const { scope } = useFrame()
  const last = side === 'lost' ? step - 2 : step - 1
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
