import { ATTRIBUTES } from '../../model/attribute.ts'

/** A row with every column, as the engine answers it. */
export type WideRow = Record<string, unknown> & { type: string; date_ms: number; custom: object; more: string }

/** The event as a tree again: its columns by path, what customers set, and the SDK's other fields. */
export const wholeEvent = (row: WideRow): Record<string, unknown> => {
  const event: Record<string, unknown> = Object.create(null)
  merge(event, parsedMore(row.more))
  merge(event, row.custom as Record<string, unknown>)
  for (const { path, column, storage } of ATTRIBUTES) {
    const value = column === 'date' ? row.date_ms : row[column]
    if (value === null || value === undefined || value === '' || (storage === 'list' && !(value as unknown[]).length))
      continue
    put(event, path.split('.'), path === 'action.id' && row.type === 'action' ? (value as string[])[0] : value)
  }
  return event
}

const parsedMore = (more: string): Record<string, unknown> => {
  try {
    return more ? (JSON.parse(more) as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const merge = (into: Record<string, unknown>, from: Record<string, unknown>): void => {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key]
    if (isTree(there) && isTree(value)) merge(there, value)
    else if (isTree(value)) {
      into[key] = Object.create(null)
      merge(into[key] as Record<string, unknown>, value)
    } else into[key] = value
  }
}

const put = (tree: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [key, ...rest] = path as [string, ...string[]]
  if (!rest.length) {
    tree[key] = value
    return
  }
  if (!isTree(tree[key])) tree[key] = Object.create(null)
  put(tree[key] as Record<string, unknown>, rest, value)
}
