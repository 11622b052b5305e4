import { useEffect, useRef } from 'react'
import { firstAfter } from '../../../model/recording/activity.ts'
import { clock } from '../../../ui/player/clock.ts'
import { frustrationWord } from './marks.ts'
import style from './replay.module.css'
import type { SessionEvent } from './session.ts'

interface Props {
  events: readonly SessionEvent[]
  start: number
  at: number
  onSeek: (event: SessionEvent) => void
}

const WORDS: Record<string, string> = {
  view: 'View',
  action: 'Action',
  error: 'Error',
  server: 'Server event',
  vital: 'Vital',
  long_task: 'Long task',
}

/** Scrolls the panel alone: where it is as long as its list, the page would scroll away from the picture. */
const bringIntoSight = (item: Element) => {
  const panel = item.closest('[role="tabpanel"]')
  if (!panel) return
  const [own, around] = [item.getBoundingClientRect(), panel.getBoundingClientRect()]
  panel.scrollTop += Math.min(0, own.top - around.top) + Math.max(0, own.bottom - around.bottom)
}

/** What happened, in order; the newest that the picture has come to is marked and kept in sight. */
export const EventList = ({ events, start, at, onSeek }: Props) => {
  const list = useRef<HTMLOListElement>(null)
  const current =
    firstAfter(
      events.map((event) => event.at),
      at,
    ) - 1
  useEffect(() => {
    const item = list.current?.children[current]
    if (item && !list.current?.contains(document.activeElement)) bringIntoSight(item)
  }, [current])
  return (
    <ol className={style.list} ref={list}>
      {events.map((event, index) => (
        <li key={event.id}>
          <button
            type="button"
            className={style.step}
            data-type={event.type}
            {...(index === current && { 'aria-current': 'true' as const })}
            onClick={() => onSeek(event)}
          >
            <span className="ww-muted">{clock(event.at - start)}</span>
            <span className={style.kind}>{WORDS[event.type] ?? event.type}</span>
            <span className={style.name}>
              <bdi title={event.name}>{event.name}</bdi>
              {event.frustrations.map((type) => (
                <span key={type} className={style.frustration}>
                  {frustrationWord(type)}
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
