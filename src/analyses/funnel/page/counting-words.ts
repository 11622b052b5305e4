import { attributeWord } from '../../analytics/words.ts'
import { eventWords } from '../../journey/page/words.ts'
import type { Counting, Exclusion, Order, Preset } from './counting.ts'

/** How the page tells the rules by which attempts are counted. */

export const PRESET_WORDS: Record<Preset, { label: string; rules: string }> = {
  datadog: {
    label: 'Datadog',
    rules: 'Every first step starts an attempt; the one that gets furthest first counts. A day from the first step.',
  },
  mixpanel: {
    label: 'Mixpanel',
    rules: 'Only the first attempt of each counts. Seven days. An excluded event keeps the steps before it.',
  },
  amplitude: {
    label: 'Amplitude',
    rules: 'Every first step starts an attempt. A day. An excluded event keeps the steps before it.',
  },
  posthog: {
    label: 'PostHog',
    rules: 'Of attempts that end together the latest counts. Fourteen days. Who meets an excluded event leaves.',
  },
}

export const ORDER_WORDS: Record<Order, { label: string; sense: string }> = {
  ordered: { label: 'In order', sense: 'Other events in between do not matter.' },
  strict: { label: 'Strictly', sense: 'No other view, action or server event may be in between.' },
  any: { label: 'Any order', sense: 'How many of the steps were made, in whatever order.' },
}

export const VOIDED_WORDS = {
  keep: 'keeps the steps made before it',
  leave: 'takes them out of the funnel',
} as const

export const ATTEMPT_WORDS = {
  earliest: 'the earliest',
  latest: 'the latest',
  first: 'only the very first',
} as const

export const exclusionWords = ({ event, from, to }: Exclusion): string =>
  `no ${eventWords(event)} between steps ${from} and ${to}`

/** What differs from our own rules, in the order in which it is set: `like Mixpanel · strictly in order · …`. */
export const rulesWords = ({ preset, order, exclusions, attempt, hold }: Counting): string[] => [
  ...(preset ? [`counted like ${PRESET_WORDS[preset].label}`] : []),
  ...(order === 'strict' ? ['nothing in between'] : order === 'any' ? ['in any order'] : []),
  ...exclusions.map(exclusionWords),
  ...(attempt ? [`of attempts that end together ${ATTEMPT_WORDS[attempt]}`] : []),
  ...(hold === null ? [] : [`all steps with the same ${attributeWord(hold)}`]),
]
