import type { Writes } from '../engine/watch-writes.ts'
import { digestOf } from '../sql/digest.ts'
import { render, type Sql } from '../sql/sql.ts'
import { createShared } from './asked-once.ts'
import { readsOf, stateOf } from './data-state.ts'

/** Answers of statements, kept while the rows that they were made from have not changed. */
export interface KeptAnswers {
  /**
   * The rows of a statement: kept ones, those of an equal statement under way, or what `run` gives. Each caller gets
   * rows of its own.
   */
  answer<Row>(
    statement: Sql,
    run: (signal: AbortSignal) => Promise<Row[]>,
    signal?: AbortSignal,
  ): Promise<{ rows: Row[]; kept: boolean }>
  /** Characters of JSON that are kept now. */
  size(): number
}

export interface KeepLimits {
  /** Characters of JSON of all answers together; the ones that were not asked for longest go first. */
  total: number
  /** A larger answer is not kept. */
  each: number
  rows: number
}

const LIMITS: KeepLimits = { total: 64 * 2 ** 20, each: 4 * 2 ** 20, rows: 50_000 }

export const createKeptAnswers = (writes: Writes, clock: () => number, limits: KeepLimits = LIMITS): KeptAnswers => {
  const kept = new Map<string, string>()
  const shared = createShared<string | undefined>()
  let size = 0

  const drop = (key: string) => {
    size -= kept.get(key)?.length ?? 0
    kept.delete(key)
  }
  const keep = (key: string, text: string) => {
    drop(key)
    kept.set(key, text)
    size += text.length
    for (const oldest of kept.keys()) {
      if (size <= limits.total) break
      drop(oldest)
    }
  }
  const find = (key: string): string | undefined => {
    const text = kept.get(key)
    if (text === undefined) return undefined
    kept.delete(key)
    kept.set(key, text)
    return text
  }

  return {
    size: () => size,
    async answer<Row>(statement: Sql, run: (signal: AbortSignal) => Promise<Row[]>, signal?: AbortSignal) {
      const rendered = render(statement)
      const reads = readsOf(rendered.text)
      if (reads === 'a clock') return { rows: await run(signal ?? new AbortController().signal), kept: false }
      const state = () => stateOf(reads, writes, clock())
      const before = state()
      const key = digestOf(rendered, before)
      const known = find(key)
      if (known !== undefined) return { rows: JSON.parse(known) as Row[], kept: true }
      const quiet = reads === 'settled rows' || !writes.underWay()
      let own: Row[] | undefined
      const json = await shared(
        key,
        async (until) => {
          own = await run(until)
          if (own.length > limits.rows) return undefined
          const answer = JSON.stringify(own)
          if (answer.length > limits.each) return undefined
          if (quiet && state() === before) keep(key, answer)
          return answer
        },
        signal,
      )
      if (own) return { rows: own, kept: false }
      // Too large to be shared: asked for by this caller again.
      if (json === undefined) return { rows: await run(signal ?? new AbortController().signal), kept: false }
      return { rows: JSON.parse(json) as Row[], kept: false }
    },
  }
}
