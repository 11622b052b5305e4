import { boundedCache } from './bounded-cache.ts'

/** The parts of a view's address that have columns, and its query parameters; repeated ones are lists. */
export interface ViewUrl {
  host: string
  path: string
  pathGroup: string
  scheme: string
  /** With its `#`, '' if none. */
  hash: string
  query: [key: string, value: string | string[]][]
}

const MOST_PARAMETERS = 100

/**
 * Takes a view's address apart, as leniently as RFC 3986 allows: a broken one gives the parts that can be told.
 * `undefined` for what is no address, such as the class path of a phone's screen.
 */
export const viewUrlOf = (url: string): ViewUrl | undefined =>
  (url.length > 2000 ? parse(url) : cached(url)) ?? undefined

const parse = (url: string): ViewUrl | null => {
  const found = /^(?:([a-z][a-z0-9+.-]*):\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(#.*)?$/is.exec(url)
  if (!found) return null
  const [, scheme = '', authority = '', rawPath = '', query = '', hash = ''] = found
  if (!scheme && !rawPath.startsWith('/')) return null
  const path = rawPath || '/'
  return {
    scheme: scheme.toLowerCase(),
    host: authority.slice(authority.lastIndexOf('@') + 1).toLowerCase(),
    path,
    pathGroup: pathGroupOf(path),
    hash,
    query: parametersOf(query),
  }
}

const cached = boundedCache(5000, parse)

/**
 * A path with every segment that holds a digit as `?`, but for a version segment such as `v2`. Digits of percent
 * encoding are not the segment's own: `/caf%C3%A9` stays.
 */
export const pathGroupOf = (path: string): string =>
  /\d/.test(path)
    ? path
        .split('/')
        .map((segment) => (holdsDigit(segment) && !/^v\d{1,2}$/i.test(segment) ? '?' : segment))
        .join('/')
    : path

const holdsDigit = (segment: string): boolean => {
  if (!segment.includes('%')) return /\d/.test(segment)
  try {
    return /\d/.test(decodeURIComponent(segment))
  } catch {
    return /\d/.test(segment.replace(/%[0-9a-f]{2}/gi, ''))
  }
}

const parametersOf = (query: string): ViewUrl['query'] => {
  if (query === '') return []
  const found = new Map<string, string | string[]>()
  for (const [key, value] of new URLSearchParams(query)) {
    if (key === '' || key.length > 200 || (found.size >= MOST_PARAMETERS && !found.has(key))) continue
    const before = found.get(key)
    found.set(key, before === undefined ? value : [before, value].flat())
  }
  return [...found]
}
