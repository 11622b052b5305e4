import { SegmentedControl } from '@mantine/core'
import { Icon, type IconName } from '../icon.tsx'
import style from './show-control.module.css'

interface Props<Show extends string> {
  shows: readonly Show[]
  words: Readonly<Record<Show, { label: string; icon: IconName }>>
  value: Show
  onChange: (show: Show) => void
}

/** How an answer is shown: all ways side by side; they scroll where there is no room. */
export const ShowControl = <Show extends string>({ shows, words, value, onChange }: Props<Show>) => (
  <div className={style.shows}>
    <SegmentedControl
      aria-label="Shown as"
      data={shows.map((show) => ({
        value: show,
        label: (
          <span className={style.show}>
            <Icon name={words[show].icon} />
            {words[show].label}
          </span>
        ),
      }))}
      value={value}
      onChange={(show) => onChange(show as Show)}
    />
  </div>
)
