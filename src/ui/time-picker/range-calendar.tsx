import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { Temporal } from 'temporal-polyfill'
import type { Span, TimeRange } from '../time/range.ts'
import { zoned } from '../time/zone.ts'

type Days = [string | null, string | null]

interface Props {
  span: Span
  zone: string
  onChange: (range: TimeRange) => void
}

const dayOf = (ms: number, zone: string): string => zoned(ms, zone).toPlainDate().toString()

/** The start of a day `2026-11-22` in the zone. */
const startOf = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day.slice(0, 10)).toZonedDateTime({ timeZone: zone }).epochMilliseconds

/** The first and the last day of a range, both of them whole. */
export const RangeCalendar = ({ span, zone, onChange }: Props) => {
  const [days, setDays] = useState<Days>([dayOf(span.from, zone), dayOf(span.to - 1, zone)])
  const choose = (next: Days) => {
    setDays(next)
    const [first, last] = next
    if (first && last) onChange({ from: startOf(first, zone), to: startOf(nextDay(last), zone) })
  }
  return (
    <DatePicker
      type="range"
      size="xs"
      allowSingleDateInRange
      firstDayOfWeek={1}
      weekendDays={[]}
      hideOutsideDates
      value={days}
      onChange={(value) => choose(value as Days)}
      defaultDate={dayOf(span.to, zone)}
      ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month' }}
    />
  )
}

const nextDay = (day: string) => Temporal.PlainDate.from(day.slice(0, 10)).add({ days: 1 }).toString()
