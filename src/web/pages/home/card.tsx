import type { ReactNode } from 'react'
import { PlaceLink } from '../../../ui/link.tsx'
import style from './home.module.css'

interface Props {
  title: string
  /** Where more of it is. */
  to?: string
  /** How to read it, beside the heading. */
  note?: string
  /** How much room it takes. */
  size: 'wide' | 'narrow'
  children: ReactNode
}

/** A part of Home: its heading leads to the page that it is taken from, if there is one. */
export const Card = ({ title, to, note, size, children }: Props) => (
  <section className={style.card} data-size={size}>
    <header className={style.head}>
      <h2 className={style.title}>{to ? <PlaceLink to={to}>{title}</PlaceLink> : title}</h2>
      {note && <span className={style.note}>{note}</span>}
    </header>
    {children}
  </section>
)

/** What stands where there is nothing to list. */
export const NothingHere = ({ children }: { children: ReactNode }) => <p className={style.nothing}>{children}</p>
