/** What a request is for: its track (`rum`, `replay`, …) and the parameters that came with it. */
export interface Target {
  track: string
  params: URLSearchParams
}

/**
 * Reads track and parameters from a request's address: those inside `ddforward` if it has one (a path, or an absolute
 * address, which is only read and never fetched), else its own. A second `?` separates like `&`, because the SDK
 * appends `?ddforward=` to a proxy address that already has a query.
 */
export const targetOf = (rawUrl: string): Target => {
  const [path, query] = cut(rawUrl)
  const forward = /(?:^|[?&])ddforward=([^&]*)/.exec(query)?.[1]
  if (forward === undefined) return { track: lastSegment(path), params: paramsOf(query) }
  const [forwardPath, forwardQuery] = cut(decoded(forward))
  return { track: lastSegment(forwardPath), params: paramsOf(forwardQuery) }
}

const cut = (url: string): [string, string] => {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  return [path.split('#', 1)[0]!, at < 0 ? '' : url.slice(at + 1)]
}

const paramsOf = (query: string) => new URLSearchParams(query.replaceAll('?', '&'))

/** `profiling/quota` keeps both segments, as it is no track of its own. */
const lastSegment = (path: string): string => {
  const segments = path.split('/').filter(Boolean)
  const last = segments.at(-1) ?? ''
  return last === 'quota' && segments.at(-2) === 'profiling' ? 'profiling/quota' : last
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
