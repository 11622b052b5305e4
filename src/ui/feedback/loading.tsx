import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import style from './feedback.module.css'

/** Grey bars, shown only when the wait is felt (150 ms). */
export const Waiting = ({ rows = 6 }: { rows?: number }) => (
  <div className={`${style.skeleton} ${style.late}`} role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
      <Skeleton key={i} height={20} mb={8} width={`${92 - ((i * 17) % 40)}%`} />
    ))}
  </div>
)

interface KeepProps {
  /** A new answer is on its way; what is shown is the old one. */
  busy: boolean
  cancel?: () => void
  children: ReactNode
}

/** Keeps the old result, dimmed, until the new one comes. After a second it offers to cancel. */
export const KeepOld = ({ busy, cancel, children }: KeepProps) => (
  <div className={style.keep} aria-busy={busy}>
    {busy && cancel && <SlowNote cancel={cancel} />}
    <div className={`${style.keep} ${busy ? style.old : ''}`}>{children}</div>
  </div>
)

/** How long the question takes so far, from the first second on, with a way out. */
export const SlowNote = ({ cancel }: { cancel: () => void }) => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((s) => s + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  if (seconds < 1) return null
  return (
    <div className={style.wait}>
      <Button onClick={cancel}>{`Asking for ${seconds} s. Cancel`}</Button>
    </div>
  )
}
