import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import style from './feedback.module.css'

interface Props {
  title: string
  children: ReactNode
  /** The one button that mends it. */
  action?: { label: string; run: () => void } | undefined
}

/** Nothing to show: what would be here, why it is not, and what mends it. */
export const Empty = ({ title, children, action }: Props) => (
  <div className={style.box}>
    <div className={style.title}>{title}</div>
    <p className={style.text}>{children}</p>
    {action && <Button onClick={action.run}>{action.label}</Button>}
  </div>
)
