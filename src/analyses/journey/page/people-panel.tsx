import { ActionIcon, Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { saveFile } from '../../../ui/builder/save-file.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../ui/feedback/loading.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useKey } from '../../../ui/shell/keys.ts'
import frame from '../../../ui/side-panel.module.css'
import type { Column } from '../../../ui/table/data-table.tsx'
import style from './people.module.css'
import { type ListAnswer, type Person, peopleCsv } from './people.ts'
import { PeopleTable } from './people-table.tsx'
import type { Request } from './request.ts'
import type { Entity } from './step.ts'
import { entityWords } from './words.ts'

interface FrameProps {
  /** What it is called to those who don't see it. */
  label: string
  kicker: string
  title: string
  /** Beneath the title: what can be switched. */
  head?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Who stands behind a figure. It lies over the answer and has an address. */
export const PeoplePanel = ({ label, kicker, title, head, onClose, children }: FrameProps) => {
  const panel = useRef<HTMLElement>(null)
  useKey('Escape', 'Close the list', onClose)
  useEffect(() => panel.current?.focus(), [])
  return (
    <aside ref={panel} className={frame.panel} aria-label={label} tabIndex={-1}>
      <ActionIcon className={frame.close} aria-label="Close the list" onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
      <header className={frame.head}>
        <div className="ww-muted">{kicker}</div>
        <h2 className={frame.title}>
          <bdi>{title}</bdi>
        </h2>
        {head}
      </header>
      {children}
    </aside>
  )
}

interface Props {
  per: Entity
  /** The request for so many of them. */
  requestOf: (limit: number) => Request
  more?: readonly Column<Person>[]
  /** The moment at which a recording is opened, epoch ms. */
  momentOf?: (one: Person) => number | null
  /** Steps whose times the records hold. */
  steps?: number
}

const FIRST_ROWS = 100
const MOST_ROWS = 10_000

/** The list in it: a hundred first, up to ten thousand, and what is there as CSV. */
export const People = ({ per, requestOf, more = [], momentOf, steps = 0 }: Props) => {
  const ask = useAsk()
  const [limit, setLimit] = useState(FIRST_ROWS)
  const request = requestOf(limit)
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['people', request],
    enabled: request.ok,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (!request.ok) throw new Error(request.reason)
      const { path, body } = request
      return (await ask<ListAnswer>({ method: 'POST', path, body, signal })).data.attributes
    },
  })
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={10} />
  const { records, total_count: total } = data
  if (total === 0) return <Empty title="Nobody">Nobody stands behind this figure.</Empty>
  const next = Math.min(MOST_ROWS, limit * 10)
  return (
    <>
      <div className={style.bar}>
        <span>{`${exact(total)} ${entityWords(per, total)}`}</span>
        {records.length < total && <span className="ww-muted">{`${exact(records.length)} shown`}</span>}
        <Button
          variant="subtle"
          color="gray"
          ml="auto"
          onClick={() => saveFile('people.csv', peopleCsv(records, per, steps))}
        >
          CSV
        </Button>
      </div>
      <KeepOld busy={isPlaceholderData}>
        <PeopleTable records={records} per={per} total={total} more={more} momentOf={momentOf} />
      </KeepOld>
      {records.length < total && limit < MOST_ROWS && (
        <div className={style.foot}>
          <Button onClick={() => setLimit(next)}>{`Show ${exact(Math.min(next, total))}`}</Button>
        </div>
      )}
    </>
  )
}
