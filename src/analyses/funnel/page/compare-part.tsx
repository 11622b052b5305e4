import { ActionIcon, Select } from '@mantine/core'
import { type SegmentChoice, useSegments } from '../../../ui/ask/segments.ts'
import { Icon } from '../../../ui/icon.tsx'
import { VERSUS as PERIODS } from '../../analytics/address.ts'
import { VERSUS_WORDS as PERIOD_WORDS } from '../../analytics/words.ts'
import style from '../../journey/page/editor.module.css'
import { oneOf } from '../../journey/page/step-address.ts'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'
import { MOST_SEGMENTS } from './versus.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** What stands beside it: another period, or segments. Comparing takes the place of a breakdown. */
export const ComparePart = ({ question, change }: Props) => {
  const { versus } = question
  const segments = useSegments() ?? []
  const isSegments = versus?.kind === 'segments'
  const onPick = (next: string | null) => {
    const to = oneOf(PERIODS, next ?? undefined)
    if (to) change({ versus: { kind: 'period', to }, by: null })
    else if (next === 'segments' && segments[0])
      change({ versus: { kind: 'segments', ids: [segments[0].id] }, by: null })
    else change({ versus: null })
  }
  return (
    <section className={style.part} aria-labelledby="compare-title">
      <h2 className={style.title} id="compare-title">
        Compared with
      </h2>
      <Select
        aria-label="Compared with"
        w="100%"
        allowDeselect={false}
        data={[
          { value: '', label: 'Nothing' },
          ...PERIODS.map((value) => ({ value, label: `The same in ${PERIOD_WORDS[value]}` })),
          ...(segments.length || isSegments ? [{ value: 'segments', label: 'Segments' }] : []),
        ]}
        value={versus === null ? '' : versus.kind === 'period' ? versus.to : 'segments'}
        onChange={onPick}
      />
      {versus && question.show !== 'steps' && (
        <p className={style.hint}>The steps show the comparison; this view shows the question alone.</p>
      )}
      {isSegments && (
        <Segments
          ids={versus.ids}
          segments={segments}
          onIds={(ids) => change({ versus: ids.length ? { kind: 'segments', ids } : null })}
        />
      )}
    </section>
  )
}

interface SegmentsProps {
  ids: readonly string[]
  segments: readonly SegmentChoice[]
  onIds: (ids: readonly string[]) => void
}

const Segments = ({ ids, segments, onIds }: SegmentsProps) => {
  const free = segments.filter(({ id }) => !ids.includes(id))
  const nameOf = (id: string) => segments.find((one) => one.id === id)?.name ?? 'Unknown segment'
  return (
    <>
      {ids.map((id) => (
        <div key={id} className={style.row}>
          <bdi className={`${style.grow} ${style.excluded}`}>{nameOf(id)}</bdi>
          <ActionIcon
            aria-label={`Drop the segment ${nameOf(id)}`}
            onClick={() => onIds(ids.filter((one) => one !== id))}
          >
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 && ids.length < MOST_SEGMENTS && (
        <Select
          aria-label="Another segment to compare"
          w="100%"
          placeholder="Another segment"
          searchable={free.length > 8}
          data={free.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(id) => id && onIds([...ids, id])}
        />
      )}
    </>
  )
}
