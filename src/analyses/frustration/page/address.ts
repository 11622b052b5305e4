import type { Kind, Rules } from '../definition.ts'

/** What the page asks besides the bar. */
export interface Question {
  /** Only this kind; all of them without it. */
  kind: Kind | undefined
  /** Null: only what the SDK says. */
  rules: { clicks: number; within: number; distance: number; error: number } | null
}

type Params = Record<string, string | undefined>

const NUMBERS = /^(\d{1,2})-(\d{1,6})-(\d{1,6})-(\d{1,6})$/

export const FIRST_RULES = { clicks: 3, within: 1000, distance: 100, error: 1000 }

/** `rules=3-1000-100-1000`: clicks, ms, px; ms until the error. */
export const questionOf = ({ kind, rules }: Params): Question => {
  const found = NUMBERS.exec(rules ?? '')
  const [clicks, within, distance, error] = (found?.slice(1) ?? []).map(Number) as [number, number, number, number]
  const right = found && clicks >= 2 && clicks <= 50 && within >= 1 && within <= 600_000 && error >= 1
  return {
    kind: kind === 'rage' || kind === 'dead' || kind === 'error' ? kind : undefined,
    rules: right ? { clicks, within, distance, error } : null,
  }
}

export const paramsOf = ({ kind, rules }: Question): Params => ({
  kind,
  rules: rules ? [rules.clicks, rules.within, rules.distance, rules.error].join('-') : undefined,
})

/** The rules as the API takes them. */
export const rulesOf = ({ kind, rules }: Question): Rules | undefined =>
  rules === null
    ? undefined
    : {
        ...(kind === undefined || kind === 'rage'
          ? { rage: { clicks: rules.clicks, within_ms: rules.within, distance_px: rules.distance } }
          : {}),
        ...(kind === undefined || kind === 'error' ? { error: { within_ms: Math.min(600_000, rules.error) } } : {}),
      }
