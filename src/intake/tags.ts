import { boundedCache } from './bounded-cache.ts'

export interface Tags {
  env?: string
  service?: string
  version?: string
  sdk_version?: string
}

const WANTED = new Set(['env', 'service', 'version', 'sdk_version'])

const parse = (text: string): Tags => {
  const tags: Record<string, string> = {}
  for (const tag of text.split(',')) {
    const at = tag.indexOf(':')
    const key = tag.slice(0, at).trim()
    if (at > 0 && WANTED.has(key) && !(key in tags)) tags[key] = tag.slice(at + 1).trim()
  }
  return tags
}

/** The tags of `sdk_version:7.16.2,env:prod,…` that are attributes of an event. The first of equal keys counts. */
export const tagsOf = (text: string): Tags => (text.length > 2000 ? parse(text) : cached(text))

const cached = boundedCache(2000, parse)
