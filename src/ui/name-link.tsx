import type { ComponentProps, ReactNode } from 'react'
import { PlaceLink } from './link.tsx'
import style from './name-link.module.css'

/** The name of a row, on one line, which leads to what it names. */
export const NameLink = (props: Omit<ComponentProps<typeof PlaceLink>, 'className'>) => (
  <PlaceLink {...props} className={style.name} />
)

/** What is said below a name, on two lines at most. */
export const NameLead = ({ children }: { children: ReactNode }) => (
  <div className={style.lead}>
    <bdi>{children}</bdi>
  </div>
)
