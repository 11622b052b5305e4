import type { Engine, Limits } from '../engine/engine.ts'
import type { Scope } from '../query/source.ts'
import type { Pictures } from '../sessions/picture.ts'
import { type Sql, toText } from '../sql/sql.ts'

export interface AskingDeps {
  engine: Engine
  pictures: Pictures
  clock(): number
  limits?: Partial<Limits>
}

/** One request's way to the data: all of its statements see the same picture and the same moment. */
export interface Asking {
  scope(from: number, to: number): Scope
  run<Row>(statement: Sql): Promise<Row[]>
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
    return work({
      scope: (from, to) => ({ from, to, picture, nowMs }),
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
