import type { ReactNode } from 'react'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../../ui/feedback/loading.tsx'
import { useAnswer } from '../../analytics/use-answer.ts'
import type { Ready } from './request.ts'

interface Props<T, A> {
  request: Ready
  /** What the answer is about: it is shown by the question that it answers, not by the one that is under way. */
  about: A
  children: (answer: T, about: A) => ReactNode
}

/** Asks, and shows the answer; the last one stays on the screen while the next is asked for. */
export const Answered = <T, A>({ request, about: asked, children }: Props<T, A>) => {
  const { answer, about, error, isFetching, isOld, again, cancel } = useAnswer<T, A>(request, asked)
  if (error) return <Failure error={error} again={again} />
  if (answer !== undefined) {
    return (
      <KeepOld busy={isFetching && isOld} cancel={cancel}>
        {children(answer, about)}
      </KeepOld>
    )
  }
  if (!isFetching) {
    return (
      <Empty title="Cancelled" action={{ label: 'Ask again', run: again }}>
        The question was called back before it had an answer.
      </Empty>
    )
  }
  return (
    <>
      <SlowNote cancel={cancel} />
      <Waiting rows={8} />
    </>
  )
}
