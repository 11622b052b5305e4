import { Empty } from '../../../ui/feedback/empty.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useApplicationsState } from '../../analytics/first-event.ts'
import { cut, stepWords } from '../../journey/page/words.ts'
import type { Question } from './question.ts'

/** Nobody is in any cohort: why, as far as can be told, and the one thing that mends it. */
export const NobodyStarted = ({ question }: { question: Question }) => {
  const hasData = useApplicationsState()
  const { scope, setScope } = useFrame()
  const { go } = usePlaces()
  if (hasData === false) {
    return (
      <Empty title="No events yet" action={{ label: 'Set up an application', run: () => go('/settings/applications') }}>
        Here you see how many come back, period by period. No application has sent anything so far.
      </Empty>
    )
  }
  const title = `No ${question.per} did ${cut(stepWords(question.start))}`
  if (scope.filter !== '' || scope.segment !== '') {
    return (
      <Empty
        title={title}
        action={{ label: 'Drop filter and segment', run: () => setScope({ filter: '', segment: '' }) }}
      >
        In this time nobody did it and fits the filter and the segment of the bar. They may be too narrow.
      </Empty>
    )
  }
  return (
    <Empty title={title} action={{ label: 'Show the past month', run: () => setScope({ time: { last: '1mo' } }) }}>
      {`It did not happen in this time, or nobody who did it is known: only events with an id of the ${question.per} count.`}
    </Empty>
  )
}
