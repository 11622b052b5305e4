import { Empty } from '../../../ui/feedback/empty.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { FIRST_FILTER } from '../../../ui/scope/scope.ts'
import type { Question } from './address.ts'

interface Props {
  question: Question
  change: (part: Partial<Question>) => void
}

const useWider = ({ question, change }: Props) => {
  const { scope, setScope } = useFrame()
  if (question.device !== 'any') return { label: 'Look at every device', run: () => change({ device: 'any' }) }
  if (scope.filter !== FIRST_FILTER && scope.filter !== '')
    return { label: 'Take the filter away', run: () => setScope({ filter: FIRST_FILTER }) }
  return { label: 'Look at the last month', run: () => setScope({ time: { last: '1mo' } }) }
}

/** Nobody saw any page. */
export const NoPages = (props: Props) => (
  <Empty title="No pages in this time" action={useWider(props)}>
    A heatmap shows where people clicked on a page. Nobody saw a page that fits the device, the filter and the time
    above.
  </Empty>
)

/** Clicks may be there, but nothing to draw them on. */
export const NoReplay = (props: Props) => (
  <Empty title="No replay data" action={useWider(props)}>
    The clicks are listed, but no recorded session shows this page. Either none fits the device, the filter and the
    time, or recording has only just begun: sessionReplaySampleRate has to be above 0.
  </Empty>
)

/** A background is there, but none of the clicked elements is on it. */
export const NoMatch = ({ onOther }: { onOther?: (() => void) | undefined }) => (
  <Empty
    title="Not enough data to draw a heatmap"
    {...(onOther && { action: { label: 'Try another background', run: onOther } })}
  >
    None of the clicked elements is on this background. The page may have changed since; or the SDK does not say which
    element was clicked, as before version 4.20.
  </Empty>
)
