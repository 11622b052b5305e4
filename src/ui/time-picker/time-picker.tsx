import { Button, Popover, Select, TextInput, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { Icon } from '../icon.tsx'
import { useKey } from '../shell/keys.ts'
import { parseRange } from '../time/parse.ts'
import { lastLabel, PRESETS, type Span, type TimeRange } from '../time/range.ts'
import { allZones, offsetName, stamp, zoneLabel } from '../time/zone.ts'
import { RangeCalendar } from './range-calendar.tsx'
import style from './time-picker.module.css'

interface Props {
  range: TimeRange
  span: Span
  zone: string
  now: number
  onChange: (range: TimeRange) => void
  onZone: (zone: string) => void
}

/** `Past 7 days` or `2026-11-01 00:00 – 2026-11-03 00:00`. */
export const rangeLabel = (range: TimeRange, zone: string): string =>
  'last' in range ? lastLabel(range.last) : `${stamp(range.from, zone, 'minute')} – ${stamp(range.to, zone, 'minute')}`

/** When: presets, a calendar, or typed; and in which zone. */
export const TimePicker = (props: Props) => {
  const { range, span, zone, now, onChange } = props
  const [opened, { open, close, toggle }] = useDisclosure(false)
  useKey('t', 'Choose the time', open)
  const choose = (next: TimeRange) => {
    onChange(next)
    close()
  }
  return (
    <Popover opened={opened} onChange={(o) => !o && close()} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          leftSection={<Icon name="clock" />}
          rightSection={<span className="ww-muted">{offsetName(zone, now)}</span>}
          onClick={toggle}
          aria-label={`Time: ${rangeLabel(range, zone)}, ${zoneLabel(zone, now)}`}
          title={`${stamp(span.from, zone, 'second')} – ${stamp(span.to, zone, 'second')} ${zone}`}
        >
          {rangeLabel(range, zone)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="Time">
        <Choices {...props} onChange={choose} />
      </Popover.Dropdown>
    </Popover>
  )
}

const Choices = ({ range, span, zone, now, onChange, onZone }: Props) => (
  <div className={style.choices}>
    <div className={style.presets}>
      {PRESETS.map((last) => (
        <UnstyledButton
          key={last}
          className={style.preset}
          aria-pressed={'last' in range && range.last === last}
          onClick={() => onChange({ last })}
        >
          {lastLabel(last)}
        </UnstyledButton>
      ))}
    </div>
    <div className={style.side}>
      <TypedRange zone={zone} now={now} onChange={onChange} />
      <RangeCalendar span={span} zone={zone} onChange={onChange} />
      <ZoneSelect zone={zone} now={now} onZone={onZone} />
    </div>
  </div>
)

const TypedRange = ({ zone, now, onChange }: Pick<Props, 'zone' | 'now' | 'onChange'>) => {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const take = () => {
    const range = parseRange(text, now, zone)
    if (range) onChange(range)
    else setError('Not a time range. Write 3h, 2mo, yesterday, last month, or Jan 1 - Jan 15.')
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
    >
      <TextInput
        data-autofocus
        label="Type a range"
        placeholder="3h, yesterday, Jan 1 - Jan 15"
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(null)
        }}
      />
    </form>
  )
}

const ZoneSelect = ({ zone, now, onZone }: Pick<Props, 'zone' | 'now' | 'onZone'>) => {
  const [all] = useState(allZones)
  return (
    <div>
      <Select
        label={`Time zone (now ${offsetName(zone, now)})`}
        searchable
        data={(all.includes(zone) ? all : [zone, ...all]).map((z) => ({ value: z, label: z.replaceAll('_', ' ') }))}
        value={zone}
        limit={60}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage="No zone is called that"
        onChange={(next) => next && onZone(next)}
      />
    </div>
  )
}
