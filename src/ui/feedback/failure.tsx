import { Button } from '@mantine/core'
import { AnswerError } from '../ask/ask.ts'
import style from './feedback.module.css'

interface Props {
  error: unknown
  again?: (() => void) | undefined
}

/** What went wrong in a sentence, what to do, and the request's id for whoever looks into it. */
export const Failure = ({ error, again }: Props) => {
  const known = error instanceof AnswerError ? error : null
  return (
    <div className={`${style.box} ${style.error}`} role="alert">
      <div className={style.title}>{known?.title ?? 'This page failed'}</div>
      <p className={style.text}>
        {known?.message ?? 'Something in the page went wrong. Load it again; if it stays, tell us what you did.'}
      </p>
      {again && <Button onClick={again}>Ask again</Button>}
      {known?.requestId && <div className={style.id}>Request {known.requestId}</div>}
    </div>
  )
}
