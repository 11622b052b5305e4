import { NumberInput, Select } from '@mantine/core'
import style from './editor.module.css'
import type { Followed } from './step.ts'
import { parseWindow, type WindowUnit, windowOf } from './window.ts'
import { unitWords } from './words.ts'

const UNITS: readonly WindowUnit[] = ['m', 'h', 'd', 'w']

interface Props {
  followed: Pick<Followed, 'per' | 'within'>
  /** Null: a day. */
  onWithin: (within: string | null) => void
}

/** The longest time from the first step to the last, of users and accounts. */
export const WindowInput = ({ followed, onWithin }: Props) => {
  const { count, unit } = windowOf(followed)!
  const put = (text: string) => parseWindow(text) && onWithin(text === '1d' ? null : text)
  return (
    <div className={style.row}>
      <span className={style.label}>within</span>
      <NumberInput
        aria-label="Length of the window"
        w={72}
        min={1}
        max={9999}
        clampBehavior="strict"
        allowDecimal={false}
        value={count}
        onChange={(next) => typeof next === 'number' && next >= 1 && put(`${next}${unit}`)}
      />
      <Select
        aria-label="Unit of the window"
        className={style.grow}
        allowDeselect={false}
        data={UNITS.map((value) => ({ value, label: unitWords(value) }))}
        value={unit}
        onChange={(next) => put(`${count}${next}`)}
      />
    </div>
  )
}
