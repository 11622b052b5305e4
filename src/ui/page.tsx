import { type ReactNode, useEffect } from 'react'
import style from './page.module.css'

interface Props {
  title: string
  /** What the page is for, in a sentence. */
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A page of text and tables: one heading, one column, scrolling. */
export const Page = ({ title, lead, actions, children }: Props) => {
  useTitle(title)
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1>{title}</h1>
        <div className={style.actions}>{actions}</div>
      </header>
      {lead && <p className={style.lead}>{lead}</p>}
      {children}
    </div>
  )
}

/** Names the window after the page. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Wayworn`
  }, [title])
}

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={style.section}>
    <h2>{title}</h2>
    {children}
  </section>
)
