import { EVER } from '../audience/entity.ts'
import { type AudienceCondition, resolveAudience } from '../audience/filter.ts'
import { deriveProfiles } from '../audience/profiles/derive.ts'
import type { FindSegment } from '../audience/segments/resolve.ts'
import type { Engine, Limits, QueryOptions } from '../engine/engine.ts'
import type { ActionLabel } from '../model/action-label/definition.ts'
import type { AudienceFilters } from '../model/audience/filters.ts'
import type { ImportedTable } from '../model/audience/imported.ts'
import { deriveLabels } from '../query/action-label.ts'
import type { Derive, Field } from '../query/field.ts'
import type { Scope } from '../query/source.ts'
import type { Pictures } from '../sessions/picture.ts'
import { type Sql, toText } from '../sql/sql.ts'
import type { HeldSets } from './held-sets.ts'
import type { KeptAnswers } from './kept-answers.ts'

export interface AskingDeps {
  engine: Engine
  pictures: Pictures
  clock(): number
  limits?: Partial<Limits>
  /** Segments by their id; without it there are none. */
  segments?: FindSegment
  /** Without it there are no labelled actions. */
  labels?(): readonly ActionLabel[]
  /** Without it there are no imported attributes. */
  imported?(): readonly ImportedTable[]
  /** Without it every statement is run. */
  kept?: KeptAnswers
  /** Without it each statement makes the sets in it anew. */
  held?: HeldSets
  /** `events`: nobody is answered from sequences. */
  way?: 'events'
  /** How long each type of event is kept; others are forever. */
  keptMs?: Readonly<Record<string, number>>
}

/** One request's way to the data: all of its statements see the same picture and the same moment. */
export interface Asking {
  scope(from: number, to: number): Scope
  run<Row>(statement: Sql, how?: Pick<QueryOptions, 'eager'>): Promise<Row[]>
  /** What `audience_filters` ask of events; throws `invalid_field` or `invalid_search` below `pointer`. */
  audience(filters: AudienceFilters | null | undefined, pointer: string): Promise<AudienceCondition>
  segment: FindSegment
  /** What has been run so far, with its values written in. */
  statements(): readonly string[]
  /** Whether there were statements and all of their answers had been kept from before. */
  kept?(): boolean
  /** `sequences` or `counts` of values if a statement has read them, else `events`. */
  way?(): Way
  /** The moment of the question, epoch ms; `nowMs` of a scope is the begin of its minute. */
  now?(): number
  /** Whether rows lie on shards, which look only at what stands beside their own tables. */
  onShards?: boolean
}

export interface AskOptions {
  tag: string
  signal?: AbortSignal
  /** False: the answers are neither looked up nor kept, as of exports. */
  keep?: boolean
  /** Background questions wait while people's do. */
  lane?: 'people' | 'background'
  /** Sequences are not used, though they would do. */
  way?: 'events'
}

/** From what a question was answered, beside the events of open sessions. */
export type Way = 'sequences' | 'counts' | 'events'

const wayOf = (statements: readonly string[]): Way => {
  if (statements.some((text) => /\bFROM sequences\b/.test(text))) return 'sequences'
  return statements.some((text) => /\bFROM (facet_values|session_users)\b/.test(text)) ? 'counts' : 'events'
}

const MINUTE = 60_000

export const ask = <R>(deps: AskingDeps, options: AskOptions, work: (asking: Asking) => Promise<R>): Promise<R> =>
  deps.pictures.under((picture) => {
    const now = deps.clock()
    // Whether a session is still active depends on the clock: to the minute, so that equal questions can be told.
    const nowMs = Math.floor(now / MINUTE) * MINUTE
    const ran: string[] = []
    let fresh = 0
    const { keep = true, way = deps.way, ...query } = options
    const limits = deps.limits ? { limits: deps.limits } : {}
    type How = Pick<QueryOptions, 'eager' | 'signal'>
    const runNow = async <Row>(statement: Sql, how: How): Promise<Row[]> => {
      const run = async (told: Sql) => (await deps.engine.query<Row>(told, { ...query, ...how, ...limits })).rows
      return deps.held ? deps.held.reading(statement, run) : run(statement)
    }
    const imported = deps.imported?.() ?? []
    const keptFrom = Object.fromEntries(Object.entries(deps.keptMs ?? {}).map(([type, ms]) => [type, now - ms]))
    const stored: Scope = { ...EVER, picture, nowMs, imported, keptFrom }
    const made = [deriveLabels(deps.labels?.() ?? []), deriveProfiles(stored, imported)]
    const derive: Derive = (...of) => made.reduce<Field | undefined>((found, one) => found ?? one(...of), undefined)
    const scope = (from: number, to: number): Scope => ({ ...stored, from, to, derive, ...(way ? { way } : {}) })
    const segment: FindSegment = async (id) => deps.segments?.(id)
    const everywhen = { scope: scope(EVER.from, EVER.to), find: segment }
    return work({
      scope,
      segment,
      audience: (filters, pointer) => resolveAudience(filters, everywhen, pointer),
      statements: () => ran,
      kept: () => ran.length > 0 && fresh === 0,
      way: () => wayOf(ran),
      now: () => now,
      onShards: deps.engine.home === 'cluster',
      async run<Row>(statement: Sql, how: How = {}) {
        ran.push(toText(statement))
        fresh += 1
        if (!deps.kept || !keep) return runNow<Row>(statement, how)
        const { rows, kept } = await deps.kept.answer<Row>(
          statement,
          (signal) => runNow<Row>(statement, { ...how, signal }),
          options.signal,
        )
        if (kept) fresh -= 1
        return rows
      },
    })
  })
