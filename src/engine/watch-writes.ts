import type { Engine } from './engine.ts'

/** How often the stored rows have changed since the start. All writes of a deployment go through one process. */
export interface Writes {
  /** Changes whenever a write begins and whenever one ends. */
  all(): number
  /** The same, of all writes but inserts of rows: what could change or remove rows that are there. */
  changes(): number
  /** Whether a write is under way, so that an answer may hold a part of it. */
  underWay(): boolean
}

/** The same engine, with its writes counted. Writes that fail count too: a part of them may have been done. */
export const watchWrites = <E extends Engine>(engine: E): { engine: E; writes: Writes } => {
  let all = 0
  let changes = 0
  let open = 0
  const counted = async <R>(isInsert: boolean, write: () => Promise<R>): Promise<R> => {
    const count = (step: number) => {
      all += 1
      if (!isInsert) changes += 1
      open += step
    }
    count(1)
    try {
      return await write()
    } finally {
      count(-1)
    }
  }
  const watched: E = {
    ...engine,
    insert: (...args) => counted(true, () => engine.insert(...args)),
    insertBlock: (...args) => counted(true, () => engine.insertBlock(...args)),
    command: (...args) => counted(false, () => engine.command(...args)),
    everywhere: (...args) => counted(false, () => engine.everywhere(...args)),
  }
  return { engine: watched, writes: { all: () => all, changes: () => changes, underWay: () => open > 0 } }
}
