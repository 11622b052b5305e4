import { ActionIcon, Button, Popover, Select } from '@mantine/core'
import { useState } from 'react'
import { type SegmentChoice, useSegments } from '../../../ui/ask/segments.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { RangeCalendar } from '../../../ui/time-picker/range-calendar.tsx'
import { VERSUS as PERIODS } from '../../analytics/address.ts'
import { VERSUS_WORDS as PERIOD_WORDS } from '../../analytics/words.ts'
import style from './editor.module.css'
import { periodWords } from './period-words.ts'
import { oneOf } from './step-address.ts'
import { MOST_SEGMENTS, othersOf, type Versus } from './versus.ts'

interface Props {
  versus: Versus | null
  onVersus: (versus: Versus | null) => void
  /** Segments that can stand beside it at once. */
  most?: number
  /** Said where what is shown leaves the comparison out. */
  hint?: string | undefined
}

const CUSTOM = 'custom'

/** What stands beside it: another period, or segments. Comparing takes the place of a breakdown. */
export const ComparePart = ({ versus, onVersus, most = MOST_SEGMENTS, hint }: Props) => {
  const segments = useSegments() ?? []
  const around = useSurroundings()
  const isSegments = versus?.kind === 'segments'
  const custom = versus?.kind === 'period' && typeof versus.to === 'object' ? versus.to : null
  const onPick = (next: string | null) => {
    const to = oneOf(PERIODS, next ?? undefined)
    if (to) onVersus({ kind: 'period', to })
    else if (next === CUSTOM) {
      const [before] = othersOf({ kind: 'period', to: 'previous' }, around)
      onVersus({ kind: 'period', to: before!.around.span })
    } else onVersus(next === 'segments' && segments[0] ? { kind: 'segments', ids: [segments[0].id] } : null)
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
          { value: CUSTOM, label: 'The same in a time of choice' },
          ...(segments.length || isSegments ? [{ value: 'segments', label: most > 1 ? 'Segments' : 'A segment' }] : []),
        ]}
        value={versus === null ? '' : isSegments ? 'segments' : custom ? CUSTOM : String(versus.to)}
        onChange={onPick}
      />
      {custom && <Custom span={custom} zone={around.zone} onSpan={(to) => onVersus({ kind: 'period', to })} />}
      {versus && hint && <p className={style.hint}>{hint}</p>}
      {isSegments && (
        <Segments
          ids={versus.ids}
          segments={segments}
          most={most}
          onIds={(ids) => onVersus(ids.length ? { kind: 'segments', ids } : null)}
        />
      )}
    </section>
  )
}

interface CustomProps {
  span: { from: number; to: number }
  zone: string
  onSpan: (span: { from: number; to: number }) => void
}

const Custom = ({ span, zone, onSpan }: CustomProps) => {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Icon name="clock" />}
          aria-label={`The time to compare with: ${periodWords(span, zone)}`}
          onClick={() => setOpened(!opened)}
        >
          {periodWords(span, zone)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <RangeCalendar
          span={span}
          zone={zone}
          onChange={(range) => {
            if (!('from' in range)) return
            setOpened(false)
            onSpan(range)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

interface SegmentsProps {
  ids: readonly string[]
  segments: readonly SegmentChoice[]
  most: number
  onIds: (ids: readonly string[]) => void
}

const Segments = ({ ids, segments, most, onIds }: SegmentsProps) => {
  const free = segments.filter(({ id }) => !ids.includes(id))
  const nameOf = (id: string) => segments.find((one) => one.id === id)?.name ?? 'Unknown segment'
  if (most === 1)
    return (
      <Select
        aria-label="Segment to compare with"
        w="100%"
        allowDeselect={false}
        searchable={segments.length > 8}
        data={[
          ...segments.map(({ id, name }) => ({ value: id, label: name })),
          ...ids.filter((id) => !segments.some((one) => one.id === id)).map((id) => ({ value: id, label: nameOf(id) })),
        ]}
        value={ids[0]!}
        onChange={(id) => id && onIds([id])}
      />
    )
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
      {free.length > 0 && ids.length < most && (
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
