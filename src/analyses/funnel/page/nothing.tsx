import { Empty } from '../../../ui/feedback/empty.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { lastLabel } from '../../../ui/time/range.ts'
import { useApplicationsState } from '../../analytics/first-event.ts'
import { useEventNames } from '../../journey/page/use-event-names.ts'
import { useNextEvents } from '../../journey/page/use-next-events.ts'
import { windowOf } from '../../journey/page/window.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  onAdd: () => void
}

/** Fewer than two steps: what a funnel answers, and a way to begin. */
export const TooFew = ({ question, change, onAdd }: Props) => {
  const hasData = useApplicationsState()
  const { go } = usePlaces()
  const { steps } = question
  const around = useSurroundings()
  const { found } = useEventNames('', steps.length === 0, 1)
  const next = useNextEvents(question, around, steps.length === 1, 1)
  const proposed = steps.length === 0 ? found.find((f) => f.kind === 'view') : next[0]
  if (hasData === false) {
    return (
      <Empty title="No events yet" action={{ label: 'Set up an application', run: () => go('/settings/applications') }}>
        Here you see how many people make it through a sequence of steps, and where the others leave. No application has
        sent anything so far.
      </Empty>
    )
  }
  const add = proposed && (() => change({ steps: [...steps, { events: [proposed], filter: '' }] }))
  if (steps.length === 0) {
    return (
      <Empty
        title="How many make it from here to there?"
        action={
          add
            ? { label: `Start with the view ${short(proposed.name)}`, run: add }
            : { label: 'Choose the first step', run: onAdd }
        }
      >
        A funnel shows how many take each of its steps in order, and where the others leave. Choose the first step: a
        view, an action, or a server event.
      </Empty>
    )
  }
  return (
    <Empty
      title={`What comes after ${short(stepWords(steps[0]!))}?`}
      action={
        add ? { label: `Go on to ${short(proposed.name)}`, run: add } : { label: 'Choose the second step', run: onAdd }
      }
    >
      {proposed
        ? `A funnel has two steps at least. Most often people go on to ${short(proposed.name)}.`
        : 'A funnel has two steps at least.'}
    </Empty>
  )
}

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name)

/** Nobody took the first step: why, as far as can be told, and the one thing that mends it. */
export const NobodyCame = ({ question }: { question: Question }) => {
  const { scope, setScope } = useFrame()
  const first = question.steps[0]!
  const name = short(stepWords(first))
  if (scope.filter !== '') {
    const isServer = first.events.every((e) => e.kind === 'server')
    return (
      <Empty
        title={`No ${ENTITY_WORDS[question.per].one} begins with ${name}`}
        action={{ label: 'Drop the filter', run: () => setScope({ filter: '' }) }}
      >
        {isServer
          ? `Server events only have the attributes that they were sent with. The filter ${scope.filter} may leave all of them out.`
          : `In this time nobody did ${name} and fits the filter ${scope.filter}. It may be too narrow; values are case-sensitive.`}
      </Empty>
    )
  }
  const wider = 'last' in scope.time && /^(15d|1mo|[36]mo|1y)$/.test(scope.time.last) ? '1y' : '1mo'
  return (
    <Empty
      title={`No ${ENTITY_WORDS[question.per].one} begins with ${name}`}
      action={{ label: `Show the ${lastLabel(wider).toLowerCase()}`, run: () => setScope({ time: { last: wider } }) }}
    >
      {question.per === 'session'
        ? 'It did not happen in this time, or it is older than Wayworn keeps it.'
        : `It did not happen in this time, or nobody who did it is known: only events with an id of the ${ENTITY_WORDS[question.per].one} count.`}
    </Empty>
  )
}

/** Everybody is lost at a step, and the likely reason is the question. */
export const lossHint = (question: Question, counts: readonly number[], filter: string): string | null => {
  const at = counts.findIndex((count, i) => i > 0 && count === 0 && counts[i - 1]! > 0)
  if (at < 0) return null
  const step = question.steps[at]!
  const name = short(stepWords(step))
  if (filter !== '' && step.events.every((e) => e.kind === 'server'))
    return `Nobody reaches ${name}. Server events only have the attributes that they were sent with: the filter ${filter} may leave all of them out.`
  const window = windowOf(question)
  const when = window ? 'in time' : 'in the same session'
  return `Nobody reaches ${name} ${when}. Look whether the steps are in the right order${window ? ', and whether the window is long enough' : ''}.`
}
