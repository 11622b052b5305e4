import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useTitle } from '../page.tsx'
import { useKey } from '../shell/keys.ts'
import style from './builder-page.module.css'
import { ANSWER } from './picture.ts'

interface Props {
  title: string
  fold: Fold
  /** What is asked; it folds away. */
  builder: ReactNode
  /** What is seen. */
  children: ReactNode
  /** Whom it is about: lies over the answer. */
  panel?: ReactNode
}

export interface Fold {
  folded: boolean
  setFolded: (folded: boolean) => void
}

const NARROW = '(max-width: 720px)'

/** Whether the question is folded away; kept in the browser, for narrow windows apart. */
export const useFold = (): Fold => {
  const narrow = useMediaQuery(NARROW, globalThis.matchMedia?.(NARROW).matches ?? false)
  const [folded, setFolded] = useLocalStorage({
    key: narrow ? 'wayworn-builder-folded-narrow' : 'wayworn-builder-folded',
    defaultValue: narrow ?? false,
    getInitialValueInEffect: false,
  })
  return { folded, setFolded }
}

/** A chart's page: what is asked at the left, the answer in the middle, whom it is about at the right. */
export const BuilderPage = ({ title, fold, builder, children, panel }: Props) => {
  const { folded, setFolded } = fold
  useTitle(title)
  useKey(']', 'Fold the question', () => setFolded(!folded))
  const label = folded ? 'Show the question' : 'Fold the question'
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">{title}</h1>
      <aside className={style.builder} data-folded={folded || undefined} aria-label="Question">
        <div className={style.builderHead}>
          {!folded && <span className={style.builderTitle}>Question</span>}
          <Tooltip label={`${label} (])`} position="right">
            <ActionIcon aria-label={label} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
              <Icon name={folded ? 'sliders' : 'fold'} />
            </ActionIcon>
          </Tooltip>
        </div>
        {!folded && builder}
      </aside>
      <section className={style.result} aria-label="Answer" {...{ [ANSWER]: true }}>
        {children}
      </section>
      {panel}
    </div>
  )
}
