import { Button, UnstyledButton } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { type Facet, useFacets } from '../../ui/ask/facets.ts'
import { FacetSelect } from '../../ui/facet-select.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../ui/feedback/loading.tsx'
import { Icon } from '../../ui/icon.tsx'
import { exact, exactInUnit, inUnit } from '../../ui/number/format.ts'
import { type Frame, useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { type Column, DataTable } from '../../ui/table/data-table.tsx'
import { stamp } from '../../ui/time/zone.ts'
import type { Question } from './address.ts'
import { askedOf } from './asked.ts'
import { ColumnMenu } from './column-menu.tsx'
import { type EventsAnswer, type FoundEvent, textOf, usualColumns, valueAt } from './event.ts'
import style from './events.module.css'
import { eventsRequest } from './events-request.ts'
import { NothingFound } from './nothing.tsx'
import { requestOf } from './request.ts'
import { type ScalarAnswer, scalarResult } from './result.ts'
import { ResultHead } from './result-head.tsx'
import { type Ready, useAnswer } from './use-answer.ts'
import type { ChangeQuestion } from './use-question.ts'
import viewStyle from './view.module.css'
import { attributeWord } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** The events themselves, newest first or oldest first, as many as one scrolls to. */
export const EventsView = ({ question, change }: Props) => {
  const frame = useFrame()
  const events = useEvents(question, frame)
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.data) ?? [], [events.data])
  const total = useTotal(question, frame)
  const facets = useFacets()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = events
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (events.error) return <Failure error={events.error} again={() => void events.refetch()} />
  if (!events.data) {
    return (
      <>
        <SlowNote cancel={events.cancel} />
        <Waiting rows={12} />
      </>
    )
  }
  if (!rows.length) return <NothingFound question={question} />
  const open = (id: string) => frame.setParams({ event: id })
  return (
    <KeepOld busy={events.isPlaceholderData} cancel={events.cancel}>
      <ResultHead asked={askedOf(question, frame)} />
      <div className={viewStyle.body}>
        <EventsHead question={question} change={change} shown={rows.length} total={total} />
        <DataTable
          label="Events"
          rows={rows}
          columns={columnsOf({ question, change, facets, zone: frame.scope.zone, open })}
          rowKey={(row) => row.id}
          current={frame.params.event}
          total={total ?? undefined}
          sort={{ key: 'date', order: question.order }}
          onSort={() => change({ order: question.order === 'desc' ? 'asc' : 'desc' })}
          onEnd={more}
        />
      </div>
    </KeepOld>
  )
}

const useEvents = (question: Question, frame: Frame) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const around = surroundingsOf(frame)
  const request = eventsRequest(question, around)
  const queryKey = ['events', request.ok ? request.body : null]
  const query = useInfiniteQuery({
    queryKey,
    enabled: request.ok,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const page = eventsRequest(question, around, pageParam)
      if (!page.ok) throw new Error(page.reason)
      return ask<EventsAnswer>({ method: 'POST', path: page.path, body: page.body, signal })
    },
    getNextPageParam: (last) => last.meta?.page?.after,
    placeholderData: keepPreviousData,
  })
  return { ...query, cancel: () => void queries.cancelQueries({ queryKey }) }
}

/** How many events there are in all; null while that is not known. */
const useTotal = (question: Question, frame: Frame): number | null => {
  const counted = {
    ...question,
    queries: [{ ...question.queries[0]!, measure: { aggregation: 'count' } }],
    formulas: [],
    by: [],
    show: 'value' as const,
  }
  const request = requestOf(counted, surroundingsOf(frame))
  const answer = useAnswer<ScalarAnswer>(request as Ready, undefined, request.ok)
  return answer.answer && !answer.isOld ? (scalarResult(answer.answer).rows[0]?.values[0] ?? null) : null
}

const EventsHead = ({ question, change, shown, total }: Props & { shown: number; total: number | null }) => {
  const [adding, setAdding] = useState(false)
  const columns = question.columns ?? usualColumns(question.queries[0]!.event)
  return (
    <div className={style.head}>
      <span className="ww-muted">
        {total === null ? `${exact(shown)} events` : `${exact(shown)} of ${exact(total)} events loaded`}
      </span>
      <div className={style.headEnd}>
        {adding ? (
          <div style={{ width: 220 }}>
            <FacetSelect
              label="Attribute to show as a column"
              value={null}
              autoOpen
              onChange={(path) => {
                setAdding(false)
                if (!columns.includes(path)) change({ columns: [...columns, path] })
              }}
            />
          </div>
        ) : (
          <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            Add column
          </Button>
        )}
        {question.columns && (
          <Button variant="subtle" color="gray" onClick={() => change({ columns: null })}>
            Usual columns
          </Button>
        )}
      </div>
    </div>
  )
}

interface ColumnParts extends Props {
  facets: readonly Facet[]
  zone: string
  open: (id: string) => void
}

const columnsOf = ({ question, change, facets, zone, open }: ColumnParts): Column<FoundEvent>[] => {
  const paths = question.columns ?? usualColumns(question.queries[0]!.event)
  const time: Column<FoundEvent> = {
    key: 'date',
    title: 'Time',
    width: 180,
    render: (row) => {
      const at = stamp(Date.parse(row.attributes.timestamp), zone)
      return (
        <UnstyledButton className={style.open} onClick={() => open(row.id)} aria-label={`Open the event of ${at}`}>
          {at}
        </UnstyledButton>
      )
    },
  }
  return [
    time,
    ...paths.map((path, i): Column<FoundEvent> => {
      const facet = facets.find((f) => f.path === path)
      const isNumber = facet?.type === 'number'
      return {
        key: `@${path}`,
        title: facet?.label ?? attributeWord(path),
        width: isNumber ? 120 : 180,
        sorts: false,
        ...(isNumber && { align: 'right' as const }),
        menu: <ColumnMenu path={path} index={i} paths={paths} change={change} question={question} />,
        render: (row) => (
          <Cell
            value={valueAt(row.attributes.attributes, path)}
            unit={facet?.unit}
            isNumber={isNumber}
            onOpen={() => open(row.id)}
          />
        ),
      }
    }),
  ]
}

interface CellProps {
  value: unknown
  unit: string | null | undefined
  isNumber: boolean
  onOpen: () => void
}

/** Presses anywhere in a row open its event; by keyboard, the time does. */
const Cell = ({ value, unit, isNumber, onOpen }: CellProps) => {
  const text = isNumber && typeof value === 'number' ? inUnit(value, unit ?? undefined) : textOf(value)
  const title = isNumber && typeof value === 'number' ? exactInUnit(value, unit ?? undefined) : text
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the time's button does the same by keyboard
    <span className={style.cell} title={title} onClick={onOpen}>
      {text === '' ? <span className="ww-muted">–</span> : <bdi>{text}</bdi>}
    </span>
  )
}
