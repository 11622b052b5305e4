import { Empty } from '../../../ui/feedback/empty.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useApplicationsState } from '../../analytics/first-event.ts'
import { cut } from '../../journey/page/words.ts'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** No path at all: why, as far as can be told, and the one thing that mends it. */
export const NothingFound = ({ question, change }: Props) => {
  const hasData = useApplicationsState()
  const { scope, setScope } = useFrame()
  const { go } = usePlaces()
  if (hasData === false) {
    return (
      <Empty title="No events yet" action={{ label: 'Set up an application', run: () => go('/settings/applications') }}>
        Here you see what people look at one after the other. No application has sent anything so far.
      </Empty>
    )
  }
  if (question.hide.length > 0) {
    return (
      <Empty title="Nothing is left" action={{ label: 'Pass over nothing', run: () => change({ hide: [] }) }}>
        Every path is made of names that are passed over.
      </Empty>
    )
  }
  if (question.at !== null) {
    return (
      <Empty
        title={`No path ${question.direction === 'before' ? 'to' : 'from'} ${cut(question.at)}`}
        action={{ label: 'Show all paths', run: () => change({ at: null, direction: 'after' }) }}
      >
        Nobody was there in this time{scope.filter === '' ? '' : `, of those who fit the filter ${scope.filter}`}. Names
        are case-sensitive; * stands for any text.
      </Empty>
    )
  }
  if (scope.filter !== '' || scope.segment !== '') {
    return (
      <Empty
        title="No paths"
        action={{ label: 'Drop filter and segment', run: () => setScope({ filter: '', segment: '' }) }}
      >
        In this time no path fits the filter and the segment of the bar. They may be too narrow.
      </Empty>
    )
  }
  return (
    <Empty title="No paths" action={{ label: 'Show the past month', run: () => setScope({ time: { last: '1mo' } }) }}>
      Nothing was seen in this time, or it is older than Wayworn keeps it.
    </Empty>
  )
}
