import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { withoutAt } from '../../model/attribute.ts'
import { useAsk } from '../../ui/ask/ask-context.ts'
import type { Frame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import type { Question } from './address.ts'
import type { EventsAnswer, FoundEvent } from './event.ts'
import { eventsRequest } from './events-request.ts'
import { listRequestOf } from './request.ts'

/** Rows in another order than that of time come at once, not page by page. */
export const MOST_SORTED = 1000

/** The events of the list: page by page in the order of time, the first so many in any other. */
export const useEvents = (question: Question, frame: Frame) => {
  const byTime = useEventsByTime(question, frame, question.sort === 'date')
  const sorted = useSortedEvents(question, frame, question.sort !== 'date')
  return question.sort === 'date' ? byTime : sorted
}

const useEventsByTime = (question: Question, frame: Frame, enabled: boolean) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const around = surroundingsOf(frame)
  const request = eventsRequest(question, around)
  const queryKey = ['events', request.ok ? request.body : null]
  const query = useInfiniteQuery({
    queryKey,
    enabled: enabled && request.ok,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const page = eventsRequest(question, around, pageParam)
      if (!page.ok) throw new Error(page.reason)
      return ask<EventsAnswer>({ method: 'POST', path: page.path, body: page.body, signal })
    },
    getNextPageParam: (last) => last.meta?.page?.after,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data])
  return {
    rows,
    error: query.error,
    isFirst: query.data === undefined,
    isOld: query.isPlaceholderData,
    isCut: false,
    again: () => query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey }),
    hasNextPage: query.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage: query.fetchNextPage,
  }
}

const EVENT_ID = '__wayworn.event_id'

interface ListAnswer {
  data: { attributes: { records: Record<string, unknown>[]; total_count: number } }
}

/** A record as an event: its columns stand for the whole of it. */
const eventOf = (record: Record<string, unknown>): FoundEvent => ({
  id: String(record[`@${EVENT_ID}`]),
  attributes: {
    timestamp: new Date(Number(record['@date'])).toISOString(),
    attributes: Object.fromEntries(Object.entries(record).map(([name, value]) => [withoutAt(name), value])),
  },
})

const useSortedEvents = (question: Question, frame: Frame, enabled: boolean) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const request = listRequestOf(question, surroundingsOf(frame), { limit: MOST_SORTED, extra: [EVENT_ID] })
  const queryKey = ['events', request.ok ? request.body : null]
  const query = useQuery({
    queryKey,
    enabled: enabled && request.ok,
    queryFn: ({ signal }) => {
      if (!request.ok) throw new Error(request.reason)
      return ask<ListAnswer>({ method: 'POST', path: request.path, body: request.body, signal })
    },
    placeholderData: keepPreviousData,
  })
  const answer = query.data?.data.attributes
  const rows = useMemo(() => answer?.records.map(eventOf) ?? [], [answer])
  return {
    rows,
    error: query.error,
    isFirst: answer === undefined,
    isOld: query.isPlaceholderData,
    isCut: (answer?.total_count ?? 0) > rows.length,
    again: () => query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey }),
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: async () => undefined,
  }
}
