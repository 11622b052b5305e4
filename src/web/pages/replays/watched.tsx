import { Button, Popover } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { exact } from '../../../ui/number/format.ts'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import style from './replay.module.css'
import type { Recorded } from './session.ts'

interface Watcher {
  id: string
  attributes: { handle: string; name: string; last_watched_at: string; watch_count: number }
}

const pathOf = (session: string) => `/api/v2/rum/replay/sessions/${encodeURIComponent(session)}`

/** Notes, once, that the recording is watched: as soon as a picture is there. Previews don't count. */
export const useNoteWatch = (
  { session, application }: Pick<Recorded, 'session' | 'application'>,
  event: string | undefined,
  isShown: boolean,
) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const noted = useRef(false)
  const { mutate } = useMutation({
    mutationFn: () => {
      const attributes = {
        application_id: application,
        event_id: event ?? session,
        data_source: 'product_analytics',
        timestamp: new Date().toISOString(),
      }
      const body = { data: { type: 'rum_replay_watch', attributes } }
      return ask({ method: 'POST', path: `${pathOf(session)}/watches`, body })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['watchers', session] }),
  })
  useEffect(() => {
    if (!isShown || noted.current) return
    noted.current = true
    mutate()
  }, [isShown, mutate])
}

/** How many have watched the recording, and who. */
export const Watched = ({ session }: { session: string }) => {
  const ask = useAsk()
  const { data } = useQuery({
    queryKey: ['watchers', session],
    queryFn: async ({ signal }) =>
      (await ask<{ data: Watcher[] }>({ path: `${pathOf(session)}/watchers?page[size]=100`, signal })).data,
  })
  if (!data || data.length === 0) return null
  return (
    <Popover position="bottom-end" width={280}>
      <Popover.Target>
        <Button variant="subtle">{`Watched by ${exact(data.length)}`}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ol className={style.watchers}>
          {data.map(({ id, attributes: { name, handle, last_watched_at, watch_count } }) => (
            <li key={id}>
              <bdi>{name || handle}</bdi>
              <div className="ww-muted">
                {`${watch_count === 1 ? 'once' : `${exact(watch_count)} times`}, last ${stamp(Date.parse(last_watched_at), browserZone(), 'minute')}`}
              </div>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  )
}
