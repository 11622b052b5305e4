import { describeTimeFrame } from './print.ts'
import type { CalendarUnit, PastUnit, TimeFrame } from './time-frame.ts'

/** What the time picker offers: `text` is what goes into the URL and can be typed. */
export interface TimePreset {
  label: string
  text: string
  frame: TimeFrame
}

const past = (text: string, count: number, unit: PastUnit): TimePreset => preset(text, { kind: 'past', count, unit })

const calendar = (text: string, which: 'this' | 'last', unit: CalendarUnit): TimePreset =>
  preset(text, { kind: 'calendar', which, unit })

const preset = (text: string, frame: TimeFrame): TimePreset => ({ label: describeTimeFrame(frame, 'UTC'), text, frame })

export const PAST_PRESETS: readonly TimePreset[] = [
  past('15m', 15, 'minute'),
  past('1h', 1, 'hour'),
  past('4h', 4, 'hour'),
  past('1d', 1, 'day'),
  past('2d', 2, 'day'),
  past('7d', 7, 'day'),
  past('1mo', 1, 'month'),
  past('3mo', 3, 'month'),
  past('6mo', 6, 'month'),
  past('1y', 1, 'year'),
]

export const CALENDAR_PRESETS: readonly TimePreset[] = [
  calendar('today', 'this', 'day'),
  calendar('yesterday', 'last', 'day'),
  calendar('this week', 'this', 'week'),
  calendar('last week', 'last', 'week'),
  calendar('this month', 'this', 'month'),
  calendar('last month', 'last', 'month'),
  calendar('this year', 'this', 'year'),
  calendar('last year', 'last', 'year'),
]
