/** The list that a replay was opened from, for the way to the next one: kept by the browser tab. */
export interface ReplayList {
  /** Sessions in the order of the list. */
  sessions: readonly string[]
  /** Where the list is. */
  href: string
}

const KEY = 'wayworn.replay-list'

export const keepReplayList = (list: ReplayList): void => sessionStorage.setItem(KEY, JSON.stringify(list))

/** The neighbours of a session in the list that it was opened from. */
export const neighboursOf = (session: string): { previous?: string; next?: string; href?: string } => {
  const text = sessionStorage.getItem(KEY)
  const list = text ? (JSON.parse(text) as ReplayList) : undefined
  const index = list?.sessions.indexOf(session) ?? -1
  if (!list || index < 0) return {}
  const [previous, next] = [list.sessions[index - 1], list.sessions[index + 1]]
  return { href: list.href, ...(previous !== undefined && { previous }), ...(next !== undefined && { next }) }
}
