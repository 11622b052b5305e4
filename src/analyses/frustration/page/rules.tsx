import { NumberInput, Switch } from '@mantine/core'
import { FIRST_RULES, type Question } from './address.ts'
import style from './frustrations.module.css'

interface Props {
  question: Question
  change: (question: Question) => void
}

const FIELDS = [
  { key: 'clicks', label: 'Rage: clicks at least', unit: '', min: 2, max: 50 },
  { key: 'within', label: 'within', unit: ' ms', min: 1, max: 600_000 },
  { key: 'distance', label: 'at most apart', unit: ' px', min: 0, max: 100_000 },
  { key: 'error', label: 'Error: click before it by at most', unit: ' ms', min: 1, max: 600_000 },
] as const

/** Rules over the stored clicks and errors, with thresholds of one's own. */
export const RulesBar = ({ question, change }: Props) => {
  const { rules } = question
  return (
    <div className={style.rules}>
      <Switch
        label="Look with rules of my own, too"
        checked={rules !== null}
        onChange={(event) => change({ ...question, rules: event.currentTarget.checked ? FIRST_RULES : null })}
      />
      {rules &&
        FIELDS.map(({ key, label, unit, min, max }) => (
          <NumberInput
            key={key}
            label={label}
            w={150}
            suffix={unit}
            min={min}
            max={max}
            allowDecimal={false}
            clampBehavior="strict"
            value={rules[key]}
            onChange={(value) =>
              typeof value === 'number' && value >= min && change({ ...question, rules: { ...rules, [key]: value } })
            }
          />
        ))}
    </div>
  )
}
