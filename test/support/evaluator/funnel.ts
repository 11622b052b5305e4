/** Slow and obvious: what a funnel must say, from its definition. For tests only. */

export interface Happened {
  who: string
  at: number
  /** Steps that it can serve, from 1. */
  steps: readonly number[]
  /** Exclusions that it matches, by their index. */
  excluded?: readonly number[]
}

export interface FunnelRule {
  steps: number
  windowMs: number | null
  attempt?: 'earliest' | 'latest' | 'first'
  exclusions?: readonly { from: number; to: number }[]
  exclusionRule?: 'keep' | 'leave'
}

export interface Told {
  /** Entities by step. */
  unique: number[]
  /** Flows by step. */
  total: number[]
  /** Who made so many steps, and when. */
  at: Map<string, number[]>
}

/** When an attempt made each step; shorter if it did not make all. */
type Attempt = number[]

export const tellFunnel = (events: readonly Happened[], rule: FunnelRule): Told => {
  const at = new Map<string, number[]>()
  const total = Array.from({ length: rule.steps }, () => 0)
  for (const who of new Set(events.map((event) => event.who))) {
    const own = events.filter((event) => event.who === who)
    const attempts = attemptsOf(own, rule)
    const counted = rule.exclusionRule === 'leave' ? stayed(own, attempts, rule) : best(attempts, rule)
    if (counted) at.set(who, counted)
    flowsOf(attempts, rule).forEach((count, i) => {
      total[i]! += count
    })
  }
  const unique = total.map((_, i) => [...at.values()].filter((times) => times.length > i).length)
  return { unique, total, at }
}

const attemptsOf = (events: readonly Happened[], rule: FunnelRule): Attempt[] => {
  const starts = events.filter((event) => event.steps.includes(1)).sort((a, b) => a.at - b.at)
  const counted = rule.attempt === 'first' ? starts.slice(0, 1) : starts
  return counted.map((start) => {
    const free = followed(events, start, rule)
    return rule.exclusionRule === 'leave' ? free : voided(events, free, rule)
  })
}

/** The earliest time of each step over all ways to give steps in order distinct events within the window. */
const followed = (events: readonly Happened[], start: Happened, { steps, windowMs }: FunnelRule): Attempt => {
  const earliest: Attempt = [start.at]
  const go = (chain: readonly Happened[]) => {
    const step = chain.length + 1
    if (step > steps) return
    const last = chain.at(-1)!
    for (const event of events) {
      if (chain.includes(event) || !event.steps.includes(step) || event.at < last.at) continue
      if (windowMs !== null && event.at - start.at > windowMs) continue
      earliest[step - 1] = Math.min(earliest[step - 1] ?? Number.POSITIVE_INFINITY, event.at)
      go([...chain, event])
    }
  }
  // Attempts that start at one moment go the same way.
  for (const event of events) if (event.at === start.at && event.steps.includes(1)) go([event])
  return earliest
}

/** When exclusion `index` can void: what serves a step that may still come never does. */
const voiding = (events: readonly Happened[], index: number, { from, to }: { from: number; to: number }): number[] =>
  events
    .filter((event) => event.excluded?.includes(index) && !event.steps.some((step) => step > from && step <= to))
    .map((event) => event.at)

/** The attempt up to the first event that voids it. */
const voided = (events: readonly Happened[], attempt: Attempt, rule: FunnelRule): Attempt => {
  let end = Number.POSITIVE_INFINITY
  for (const [i, { from, to }] of (rule.exclusions ?? []).entries()) {
    for (const x of voiding(events, i, { from, to })) {
      const made = attempt.filter((time) => time < x).length
      if (made >= from && made < to) end = Math.min(end, x)
    }
  }
  return attempt.filter((time, i) => i === 0 || time < end)
}

/** The attempt that gets furthest, there first; of those that come there together as the rule says. */
const best = (attempts: readonly Attempt[], rule: FunnelRule): Attempt | undefined => {
  const furthest = Math.max(0, ...attempts.map((attempt) => attempt.length))
  const far = attempts.filter((attempt) => attempt.length === furthest)
  const first = Math.min(...far.map((attempt) => attempt.at(-1)!))
  const together = far.filter((attempt) => attempt.at(-1) === first)
  return rule.attempt === 'latest' ? together.at(-1) : together[0]
}

/** Only attempts that meet no exclusion count, if one of them gets as far as any without exclusions. */
const stayed = (events: readonly Happened[], attempts: readonly Attempt[], rule: FunnelRule): Attempt | undefined => {
  const furthest = Math.max(0, ...attempts.map((attempt) => attempt.length))
  const meets = (attempt: Attempt) =>
    (rule.exclusions ?? []).some(({ from, to }, i) => {
      if (attempt.length < from) return false
      const until = attempt[to - 1] ?? (rule.windowMs === null ? Number.POSITIVE_INFINITY : attempt[0]! + rule.windowMs)
      return voiding(events, i, { from, to }).some((x) => x > attempt[from - 1]! && x <= until)
    })
  return best(
    attempts.filter((attempt) => attempt.length === furthest && !meets(attempt)),
    rule,
  )
}

/** Attempts that make a step at one moment are one flow; who stands for a flow of a later step does for the earlier ones. */
const flowsOf = (attempts: readonly Attempt[], { steps, attempt: told }: FunnelRule): number[] => {
  const standsFor = attempts.map((attempt, a) => {
    const before = told === 'latest' ? attempts.slice(a + 1) : attempts.slice(0, a)
    return Math.max(1, ...attempt.map((time, i) => (i > 0 && before.some((other) => other[i] === time) ? 0 : i + 1)))
  })
  return Array.from({ length: steps }, (_, i) => standsFor.filter((step) => step > i).length)
}
