import { EVER } from '../audience/entity.ts'
import { type AudienceCondition, resolveAudience } from '../audience/filter.ts'
import type { FindSegment } from '../audience/segments/resolve.ts'
import type { Engine, Limits } from '../engine/engine.ts'
import type { AudienceFilters } from '../model/audience/filters.ts'
import type { Scope } from '../query/source.ts'
import type { Pictures } from '../sessions/picture.ts'
import { type Sql, toText } from '../sql/sql.ts'

export interface AskingDeps {
  engine: Engine
  pictures: Pictures
  clock(): number
  limits?: Partial<Limits>
  /** Segments by their id; without it there are none. */
  segments?: FindSegment
}

/** One request's way to the data: all of its statements see the same picture and the same moment. */
export interface Asking {
  scope(from: number, to: number): Scope
  run<Row>(statement: Sql): Promise<Row[]>
  /** What `audience_filters` ask of events; throws `invalid_field` or `invalid_search` below `pointer`. */
  audience(filters: AudienceFilters | null | undefined, pointer: string): Promise<AudienceCondition>
  segment: FindSegment
  /** What has been run so far, with its values written in. */
  statements(): readonly string[]
}

export const ask = <R>(
  deps: AskingDeps,
  options: { tag: string; signal?: AbortSignal },
  work: (asking: Asking) => Promise<R>,
): Promise<R> =>
  deps.pictures.under((picture) => {
    const nowMs = deps.clock()
    const ran: string[] = []
    const scope = (from: number, to: number): Scope => ({ from, to, picture, nowMs })
    const segment: FindSegment = async (id) => deps.segments?.(id)
    const everywhen = { scope: scope(EVER.from, EVER.to), find: segment }
    return work({
      scope,
      segment,
      audience: (filters, pointer) => resolveAudience(filters, everywhen, pointer),
      statements: () => ran,
      async run<Row>(statement: Sql) {
        ran.push(toText(statement))
        const answer = await deps.engine.query<Row>(statement, {
          ...options,
          ...(deps.limits ? { limits: deps.limits } : {}),
        })
        return answer.rows
      },
    })
  })
