import type { ReactNode } from 'react'
import { Empty } from './empty.tsx'
import { Failure } from './failure.tsx'
import { KeepOld, SlowNote, Waiting } from './loading.tsx'

/** A question under way, or what came of it. */
export interface Asked<T> {
  /** The last one stays while the next is asked for. */
  answer: T | undefined
  error: unknown
  isFetching: boolean
  /** The answer is one to the question before. */
  isOld: boolean
  again: () => void
  /** Where it can be called back. */
  cancel?: () => void
}

interface Props<T> {
  asked: Asked<T>
  /** Grey bars while the first answer is waited for. */
  rows?: number
  children: (answer: T) => ReactNode
}

/** The answer once it is there; until then, and without one, what people can do about it. */
export const Answer = <T,>({ asked, rows = 8, children }: Props<T>) => {
  const { answer, error, isFetching, isOld, again, cancel } = asked
  if (error) return <Failure error={error} again={again} />
  if (answer !== undefined) {
    return (
      <KeepOld busy={isFetching && isOld} {...(cancel && { cancel })}>
        {children(answer)}
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
      {cancel && <SlowNote cancel={cancel} />}
      <Waiting rows={rows} />
    </>
  )
}
