import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { useFacets } from '../../ui/ask/facets.ts'
import { Empty } from '../../ui/feedback/empty.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { Question } from './address.ts'
import { askedOf } from './asked.ts'
import type { EventsAnswer, FoundEvent } from './event.ts'
import { columnsOf } from './event-columns.tsx'
import style from './events.module.css'
import { searchOf } from './request.ts'
import { ResultHead } from './result-head.tsx'
import type { ChangeQuestion } from './use-question.ts'
import viewStyle from './view.module.css'

interface Props {
  question: Question
  change: ChangeQuestion
}

interface Tail {
  events: FoundEvent[]
  after: string | undefined
  /** Some that arrived meanwhile are not here: more came at once than are shown. */
  skipped: boolean
}

const MOST = 500
const AT_ONCE = 200
const EVERY_MS = 1500

/** Events as they arrive, the newest first, whatever their own time is. */
export const EventsTail = ({ question, change }: Props) => {
  const frame = useFrame()
  const facets = useFacets()
  const { tail, error, again } = useTail(question)
  const columns = columnsOf({
    question,
    change,
    facets,
    zone: frame.scope.zone,
    open: (id) => frame.setParams({ event: id }),
  })
  if (error) return <Failure error={error} again={again} />
  if (!tail) return <Waiting rows={12} />
  if (!tail.events.length) {
    return (
      <Empty
        title="Waiting for events"
        action={{ label: 'Stop following', run: () => frame.setParams({ live: undefined }) }}
      >
        Nothing that fits has arrived in the last hour. What arrives now appears here at once.
      </Empty>
    )
  }
  return (
    <>
      <ResultHead asked={askedOf(question, frame)} />
      <div className={viewStyle.body}>
        <p className={style.following} role="status">
          Following: what arrives comes on top.
          {tail.skipped && ' More arrived at once than are shown; the list has gaps.'}
        </p>
        <DataTable
          label="Events as they arrive"
          rows={tail.events}
          columns={columns}
          rowKey={(row) => row.id}
          current={frame.params.event}
        />
      </div>
    </>
  )
}

const useTail = (question: Question) => {
  const ask = useAsk()
  const frame = useFrame()
  const search = searchOf(question.queries[0]!, surroundingsOf(frame))
  const query = search.ok ? search.query : null
  /** What is here already, of the same question. */
  const known = useRef<{ query: string | null; tail: Tail | null }>({ query: null, tail: null })
  const { data, error, refetch } = useQuery({
    queryKey: ['tail', query],
    enabled: query !== null,
    refetchInterval: EVERY_MS,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Tail> => {
      const old = known.current.query === query ? known.current.tail : null
      const attributes = { query, limit: AT_ONCE, ...(old?.after && { after: old.after }) }
      const answer = await ask<EventsAnswer & { meta: { more: boolean } }>({
        method: 'POST',
        path: '/api/v2/wayworn/live/events',
        body: { data: { type: 'live_events_request', attributes } },
        signal,
      })
      const tail = joined(old, answer)
      known.current = { query, tail }
      return tail
    },
  })
  return { tail: useMemo(() => data ?? null, [data]), error, again: () => void refetch() }
}

/** What is new before what is here; a view that came again takes the place of its former self. */
const joined = (old: Tail | null, answer: EventsAnswer & { meta: { more: boolean } }): Tail => {
  const fresh = new Set(answer.data.map((event) => event.id))
  const events = [...answer.data, ...(old?.events.filter((event) => !fresh.has(event.id)) ?? [])]
  return {
    events: events.slice(0, MOST),
    after: answer.meta.page?.after ?? old?.after,
    skipped: old !== null && (old.skipped || answer.meta.more),
  }
}
