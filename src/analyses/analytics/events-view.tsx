import { Button } from '@mantine/core'
import { useCallback, useState } from 'react'
import { withoutAt } from '../../model/attribute.ts'
import { useFacets } from '../../ui/ask/facets.ts'
import { FacetSelect } from '../../ui/facet-select.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../ui/feedback/loading.tsx'
import { Icon } from '../../ui/icon.tsx'
import { exact } from '../../ui/number/format.ts'
import { type Frame, useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { Question } from './address.ts'
import { askedOf } from './asked.ts'
import { usualColumns } from './event.ts'
import { columnsOf } from './event-columns.tsx'
import style from './events.module.css'
import { EventsTail } from './events-tail.tsx'
import { NothingFound } from './nothing.tsx'
import { requestOf } from './request.ts'
import { type ScalarAnswer, scalarResult } from './result.ts'
import { ResultHead } from './result-head.tsx'
import { type Ready, useAnswer } from './use-answer.ts'
import { MOST_SORTED, useEvents } from './use-events.ts'
import type { ChangeQuestion } from './use-question.ts'
import viewStyle from './view.module.css'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** The events themselves, in the order asked for, as many as one scrolls to; or those that arrive, as they do. */
export const EventsView = (props: Props) => {
  const { params, scope } = useFrame()
  return params.live === 'on' && 'last' in scope.time ? <EventsTail {...props} /> : <EventsList {...props} />
}

const EventsList = ({ question, change }: Props) => {
  const frame = useFrame()
  const events = useEvents(question, frame)
  const { rows } = events
  const total = useTotal(question, frame)
  const facets = useFacets()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = events
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (events.error) return <Failure error={events.error} again={() => void events.again()} />
  if (events.isFirst) {
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
    <KeepOld busy={events.isOld} cancel={events.cancel}>
      <ResultHead asked={askedOf(question, frame)} />
      <div className={viewStyle.body}>
        <EventsHead question={question} change={change} shown={rows.length} total={total} />
        {events.isCut && (
          <p className={viewStyle.note}>
            {`The first ${exact(MOST_SORTED)} in this order are shown. Filter, or export them, to see others.`}
          </p>
        )}
        <DataTable
          label="Events"
          rows={rows}
          columns={columnsOf({ question, change, facets, zone: frame.scope.zone, open })}
          rowKey={(row) => row.id}
          current={frame.params.event}
          total={total ?? undefined}
          sort={{ key: question.sort === 'date' ? 'date' : `@${question.sort}`, order: question.order }}
          onSort={(key) => change(sortedBy(question, key))}
          onEnd={more}
        />
      </div>
    </KeepOld>
  )
}

/** Pressing a header sorts by it, the greatest first; once more turns it around. */
const sortedBy = ({ sort, order }: Question, key: string): Pick<Question, 'sort' | 'order'> => {
  const path = withoutAt(key)
  return path === sort ? { sort, order: order === 'desc' ? 'asc' : 'desc' } : { sort: path, order: 'desc' }
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
