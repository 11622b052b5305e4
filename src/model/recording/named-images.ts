import { isFields, type ReplayRecord } from './record.ts'

/** The names of the images that the boxes of a phone's records show. */
export const namedImages = (records: readonly ReplayRecord[]): Set<string> => {
  const names = new Set<string>()
  const waiting: unknown[] = records.map(({ data }) => data)
  while (waiting.length > 0) {
    const one = waiting.pop()
    if (Array.isArray(one)) for (const item of one) waiting.push(item)
    else if (isFields(one)) {
      if (typeof one.resourceId === 'string' && one.resourceId !== '') names.add(one.resourceId)
      for (const value of Object.values(one)) if (typeof value === 'object') waiting.push(value)
    }
  }
  return names
}
