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

/** What happened, in order; the newest that the picture has come to is marked and kept in sight. */
export const EventList = ({ events, start, at, onSeek }: Props) => {
  const list = useRef<HTMLOListElement>(null)
  const current =
    firstAfter(
      events.map((event) => event.at),
      at,
    ) - 1
  useEffect(() => {
    if (!list.current?.contains(document.activeElement)) {
      list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
    }
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
