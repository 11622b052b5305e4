import { type RecordedView, shownUntil } from '../../../ui/player/player.ts'
import type { Band, Mark } from '../../../ui/player/timeline.tsx'
import type { Comment } from './comments/use-comments.ts'
import type { SessionEvent } from './session.ts'

const FRUSTRATIONS: Record<string, string> = {
  rage_click: 'rage click',
  dead_click: 'dead click',
  error_click: 'error click',
  rage_tap: 'rage tap',
  error_tap: 'error tap',
}

export const frustrationWord = (type: string): string => FRUSTRATIONS[type] ?? type.replaceAll('_', ' ')

/** The pages of a tab, each from its start to the next one's; without their names until events are there. */
export const bandsOf = (views: readonly RecordedView[], events: readonly SessionEvent[] | undefined): Band[] => {
  const names = new Map(events?.filter(({ type }) => type === 'view').map(({ view, name }) => [view, name]))
  return views.map((view) => ({
    id: view.id,
    label: names.get(view.id) ?? (events ? 'A page that no event tells of' : 'A page'),
    from: view.start,
    to: shownUntil(views, view),
  }))
}

export const marksOf = (events: readonly SessionEvent[]): Mark[] =>
  events
    .filter(({ type }) => type === 'action' || type === 'error')
    .map(({ id, at, type, name, frustrations }) => ({
      id,
      at,
      kind: type === 'error' ? 'error' : frustrations.length > 0 ? 'frustration' : 'action',
      label: frustrations.length > 0 ? `${name} (${frustrations.map(frustrationWord).join(', ')})` : name,
    }))

/** `start`: when the session began. */
export const marksOfComments = (comments: readonly Comment[], start: number): Mark[] =>
  comments.map(({ id, attributes: { t, text, created_by } }) => ({
    id,
    at: start + t,
    kind: 'comment',
    label: `${created_by.handle}: ${text}`,
  }))
