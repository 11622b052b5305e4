import type { ReactNode } from 'react'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../ui/feedback/loading.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import style from './home.module.css'

interface Props {
  title: string
  /** Where more of it is. */
  to?: string
  /** How much room it takes. */
  size: 'wide' | 'narrow'
  children: ReactNode
}

/** A part of Home: its heading leads to the page that it is taken from, if there is one. */
export const Card = ({ title, to, size, children }: Props) => (
  <section className={style.card} data-size={size}>
    <h2 className={style.title}>{to ? <PlaceLink to={to}>{title}</PlaceLink> : title}</h2>
    {children}
  </section>
)

interface AnsweredProps<T> {
  asked: { answer: T | undefined; error: unknown; isOld: boolean; again: () => void; cancel?: () => void }
  /** Bars while it is waited for. */
  rows?: number
  children: (answer: T) => ReactNode
}

/** The answer of a part, or why there is none: the others stay. */
export const Answered = <T,>({ asked, rows = 6, children }: AnsweredProps<T>) => {
  const { answer, error, isOld, again, cancel } = asked
  if (error) return <Failure error={error} again={again} />
  if (answer === undefined) return <Waiting rows={rows} />
  return (
    <KeepOld busy={isOld} {...(cancel && { cancel })}>
      {children(answer)}
    </KeepOld>
  )
}

/** What stands where there is nothing to list. */
export const NothingHere = ({ children }: { children: ReactNode }) => <p className={style.nothing}>{children}</p>
