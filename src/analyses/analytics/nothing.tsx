import { Empty } from '../../ui/feedback/empty.tsx'
import { usePlaces } from '../../ui/link.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { lastLabel } from '../../ui/time/range.ts'
import { FIRST_BREAKDOWN, type Question } from './address.ts'
import { useApplicationsState } from './first-event.ts'
import type { ChangeQuestion } from './use-question.ts'
import { EVENT_WORDS } from './words.ts'

/** Why there is nothing, as far as can be told, and the one thing that mends it. */
export const NothingFound = ({ question }: { question: Question }) => {
  const { scope, setScope } = useFrame()
  const { go } = usePlaces()
  const hasData = useApplicationsState()
  const what = EVENT_WORDS[question.queries[0]!.event].many.toLowerCase()
  if (hasData === false) {
    return (
      <Empty title="No events yet" action={{ label: 'Set up an application', run: () => go('/settings/applications') }}>
        Here you see how often things happen in your product, to whom, and when. No application has sent anything so
        far.
      </Empty>
    )
  }
  if (scope.filter !== '') {
    return (
      <Empty title={`No ${what} fit`} action={{ label: 'Drop the filter', run: () => setScope({ filter: '' }) }}>
        {`In this time nothing fits the filter ${scope.filter}. It may be too narrow; values are case-sensitive.`}
      </Empty>
    )
  }
  const wider = 'last' in scope.time && /^(15d|1mo|[36]mo|1y)$/.test(scope.time.last) ? '1y' : '1mo'
  return (
    <Empty
      title={`No ${what} in this time`}
      action={{ label: `Show the ${lastLabel(wider).toLowerCase()}`, run: () => setScope({ time: { last: wider } }) }}
    >
      Nothing of this kind happened then, or it is older than Wayworn keeps it.
    </Empty>
  )
}

/** A formula may have no value though there are events: say so, and why. */
export const NoValue = ({ formulas, change }: { formulas: readonly string[]; change: ChangeQuestion }) => (
  <Empty
    title={formulas.length === 1 ? 'The formula has no value' : 'The formulas have no value'}
    action={{ label: 'Show the queries instead', run: () => change({ formulas: [] }) }}
  >
    {`${formulas.join(', ')}: it divides by zero, or what it is made of has no value in this time. Look at the queries alone, or write default_zero(…) around what may be missing.`}
  </Empty>
)

export const TooFine = ({ most, onAuto }: { most: number; onAuto: () => void }) => (
  <Empty title="Too many periods" action={{ label: 'Use the length that suits the range', run: onAuto }}>
    {`The time range has more than ${most.toLocaleString()} periods of this length. Choose a longer one, or a shorter range.`}
  </Empty>
)

/** A ranking or a share of one number is nothing to look at. */
export const ByWhat = ({ change }: { change: ChangeQuestion }) => (
  <Empty
    title="Broken down by what?"
    action={{
      label: 'Break it down by view',
      run: () => change({ by: [{ path: 'view.name', ...FIRST_BREAKDOWN }] }),
    }}
  >
    This shows the values of an attribute beside each other. Add a breakdown to the question.
  </Empty>
)
