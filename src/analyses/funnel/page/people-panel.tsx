import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { saveFile } from '../../../ui/builder/save-file.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../ui/feedback/loading.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useKey } from '../../../ui/shell/keys.ts'
import style from './people.module.css'
import { peopleCsv } from './people.ts'
import { type Chosen, printChosen } from './people-address.ts'
import { PeopleTable } from './people-table.tsx'
import type { Question } from './question.ts'
import { listRequest } from './request.ts'
import { type ListAnswer, OTHER_TAG } from './result.ts'
import { useSurroundings } from './use-question.ts'
import { ENTITY_WORDS, stepWords } from './words.ts'

interface Props {
  question: Question
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  onClose: () => void
}

const FIRST_ROWS = 100
const MOST_ROWS = 10_000

/** Who stands behind a bar. It lies over the answer and has an address. */
export const PeoplePanel = ({ question, chosen, onChosen, onClose }: Props) => {
  const panel = useRef<HTMLElement>(null)
  const { step, side, group } = chosen
  const name = stepWords(question.steps[step - 1]!)
  const many = ENTITY_WORDS[question.per].many
  useKey('Escape', 'Close the list', onClose)
  useEffect(() => panel.current?.focus(), [])
  return (
    <aside ref={panel} className={style.panel} aria-label={`${many} of step ${step}`} tabIndex={-1}>
      <ActionIcon className={style.close} aria-label="Close the list" onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
      <header className={style.head}>
        <div className="ww-muted">{`Step ${step}${group === undefined ? '' : ` · ${group}`}`}</div>
        <h2 className={style.title}>
          <bdi>{name}</bdi>
        </h2>
        {step > 1 && (
          <SegmentedControl
            mt={8}
            aria-label="Who"
            data={[
              { value: 'reached', label: 'Reached it' },
              { value: 'lost', label: 'Lost before it' },
            ]}
            value={side}
            onChange={(next) => onChosen({ ...chosen, side: next === 'lost' ? 'lost' : 'reached' })}
          />
        )}
      </header>
      {group === OTHER_TAG ? (
        <Empty title="Other is many values">
          Raise the number of values in the breakdown until the one that you look for stands by itself.
        </Empty>
      ) : (
        <People key={printChosen(chosen)} question={question} chosen={chosen} />
      )}
    </aside>
  )
}

const People = ({ question, chosen }: Pick<Props, 'question' | 'chosen'>) => {
  const ask = useAsk()
  const around = useSurroundings()
  const [limit, setLimit] = useState(FIRST_ROWS)
  const request = listRequest(question, around, chosen, limit)
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['journey-list', request],
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
  const words = total === 1 ? ENTITY_WORDS[question.per].one : ENTITY_WORDS[question.per].many
  if (total === 0) return <Empty title="Nobody">Nobody stands behind this bar.</Empty>
  const more = Math.min(MOST_ROWS, limit * 10)
  return (
    <>
      <div className={style.bar}>
        <span>{`${exact(total)} ${words}`}</span>
        {records.length < total && <span className="ww-muted">{`${exact(records.length)} shown`}</span>}
        <Button
          variant="subtle"
          color="gray"
          ml="auto"
          onClick={() => saveFile('people.csv', peopleCsv(records, question))}
        >
          CSV
        </Button>
      </div>
      <KeepOld busy={isPlaceholderData}>
        <PeopleTable records={records} question={question} chosen={chosen} total={total} />
      </KeepOld>
      {records.length < total && limit < MOST_ROWS && (
        <div className={style.foot}>
          <Button onClick={() => setLimit(more)}>{`Show ${exact(Math.min(more, total))}`}</Button>
        </div>
      )}
    </>
  )
}
