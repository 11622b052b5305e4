import { z } from 'zod'

/** What a segment's definition may hold (contract §3); all of it counted, nested or not. */
export const MOST_CONDITIONS = 100
export const MOST_STEPS = 10
const DEEPEST = 20

export const TIME_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** So long a time back from now, or a fixed time: from ≤ event < to, epoch ms. */
export type TimeFrame = { value: number; unit: (typeof TIME_UNITS)[number] } | { from: number; to: number }

export interface Step {
  query: string
  did_not?: boolean | undefined
}

export interface Performed {
  sequence: Step[]
  same_session?: boolean | undefined
  time_frame?: TimeFrame | undefined
  count?: { operator: '=' | '!=' | '>=' | '<=' | '>' | '<'; value: number } | undefined
}

/** A rule: of each kind one key. */
export type Rule =
  | { all: Rule[] }
  | { any: Rule[] }
  | { not: Rule }
  | { performed: Performed }
  | { profile: string }
  | { segment: string }

const epochMs = z.int().min(0).max(253_402_300_799_999)
const search = z.string().max(65_536)

const timeFrame = z.union(
  [
    z.strictObject({ value: z.int().min(1).max(100_000), unit: z.enum(TIME_UNITS) }),
    z
      .strictObject({ from: epochMs, to: epochMs })
      .refine((frame) => frame.from < frame.to, { path: ['from'], message: 'must be less than to' }),
  ],
  {
    error:
      'it is neither {"value": 7, "unit": "day"} (minute, hour, day, week, month, quarter or year) nor {"from": ms, "to": ms} with from before to',
  },
)

const performed = z
  .strictObject({
    sequence: z
      .array(z.strictObject({ query: search, did_not: z.boolean().optional() }))
      .min(1, 'it needs at least one step')
      .max(MOST_STEPS, `it takes at most ${MOST_STEPS} steps`),
    same_session: z.boolean().optional(),
    time_frame: timeFrame.optional(),
    count: z
      .strictObject({ operator: z.enum(['=', '!=', '>=', '<=', '>', '<']), value: z.int().min(0).max(1e9) })
      .optional(),
  })
  .refine((of) => of.sequence.some((step) => !step.did_not), {
    path: ['sequence'],
    message: 'one step at least must have been done; for people who never did something put "not" around a performed',
  })
  .refine((of) => !of.count || of.sequence.length === 1, {
    path: ['count'],
    message: 'a count goes with a sequence of one step',
  })

const KINDS = ['all', 'any', 'not', 'performed', 'profile', 'segment'] as const
const KEYS_REASON = `a rule has exactly one of ${KINDS.join(', ')}`

const list = () => z.array(rule).min(1, 'it needs at least one rule').max(MOST_CONDITIONS)

/** Errors point into the one kind that is there, not at a union of six. */
const rule: z.ZodType<Rule> = z.lazy(() =>
  z.unknown().transform((value, context): Rule => {
    const kinds = isObject(value) ? Object.keys(value) : []
    const kind = kinds[0] as (typeof KINDS)[number]
    if (kinds.length !== 1 || !KINDS.includes(kind)) {
      context.issues.push({ code: 'custom', input: value, message: KEYS_REASON })
      return z.NEVER
    }
    const result = OF_KIND[kind]().safeParse((value as Record<string, unknown>)[kind])
    if (result.success) return { [kind]: result.data } as unknown as Rule
    for (const issue of result.error.issues)
      context.issues.push({ ...issue, input: value, path: [kind, ...issue.path] } as never)
    return z.NEVER
  }),
) as unknown as z.ZodType<Rule>

const OF_KIND: Record<(typeof KINDS)[number], () => z.ZodType> = {
  all: list,
  any: list,
  not: () => rule,
  performed: () => performed,
  profile: () => search.min(1, 'it needs a search over profile attributes, such as "last_country_code:BR"'),
  segment: () => z.string().min(1).max(100),
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How deep it nests and how many conditions it has; counted without recursion, since it comes from outside. */
const sizeOf = (value: unknown): { depth: number; conditions: number } => {
  let [depth, conditions] = [0, 0]
  const open: [unknown, number][] = [[value, 1]]
  while (open.length && depth <= DEEPEST && conditions <= MOST_CONDITIONS) {
    const [one, at] = open.pop()!
    if (!isObject(one)) continue
    depth = Math.max(depth, at)
    const { all, any, not } = one as Record<string, unknown>
    const inner = [all, any].flatMap((of) => (Array.isArray(of) ? of : [])).concat(not === undefined ? [] : [not])
    if (!inner.length) conditions++
    for (const next of inner) open.push([next, at + 1])
  }
  return { depth, conditions }
}

const bounded = z.unknown().superRefine((value, context) => {
  const { depth, conditions } = sizeOf(value)
  if (depth > DEEPEST)
    context.addIssue({ code: 'custom', message: `it nests deeper than ${DEEPEST} levels`, continue: false })
  if (conditions > MOST_CONDITIONS)
    context.addIssue({ code: 'custom', message: `it has more than ${MOST_CONDITIONS} conditions`, continue: false })
})

/** The rules of a segment. */
export const SegmentDefinition = bounded.pipe(rule) as unknown as z.ZodType<Rule, Rule>

/** The ids of the segments that a definition names itself. */
export const namedIn = (rule: Rule): string[] => {
  if ('all' in rule) return rule.all.flatMap(namedIn)
  if ('any' in rule) return rule.any.flatMap(namedIn)
  if ('not' in rule) return namedIn(rule.not)
  return 'segment' in rule ? [rule.segment] : []
}
