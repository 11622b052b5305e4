import { Select } from '@mantine/core'
import { oneOf } from '../../journey/page/step-address.ts'

interface Props<Value extends string> {
  label: string
  /** What is said while nothing is chosen. */
  none: string
  values: readonly Value[]
  wordsOf: (value: Value) => string
  value: Value | null
  onChange: (value: Value | null) => void
}

/** One of some values, or none of them. */
export const OptionalSelect = <Value extends string>({
  label,
  none,
  values,
  wordsOf,
  value,
  onChange,
}: Props<Value>) => (
  <Select
    aria-label={label}
    w="100%"
    allowDeselect={false}
    data={[{ value: '', label: none }, ...values.map((one) => ({ value: one, label: wordsOf(one) }))]}
    value={value ?? ''}
    onChange={(next) => onChange(oneOf(values, next ?? undefined) ?? null)}
  />
)
