import { ActionIcon, SegmentedControl, Select, Tooltip } from '@mantine/core'
import { ChartTools } from '../../../ui/builder/chart-tools.tsx'
import { ShowControl } from '../../../ui/builder/show-control.tsx'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { parseRollup, printRollup, rollupLabel } from '../../../ui/time/bucket.ts'
import type { Request } from '../../journey/page/request.ts'
import { stepWords } from '../../journey/page/words.ts'
import { MEASURES, type Measure, type Question, SHOWS, type Show } from './question.ts'
import { rollupOf } from './request.ts'
import style from './result.module.css'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  request: Request | null
  /** The numbers as text; null while there are none. */
  csv: (() => string) | null
  asTable: boolean
  onAsTable: (on: boolean) => void
}

const SHOW_WORDS: Record<Show, { label: string; icon: IconName }> = {
  steps: { label: 'Steps', icon: 'funnel' },
  conversion: { label: 'Conversion', icon: 'value' },
  time: { label: 'Over time', icon: 'line' },
  duration: { label: 'Time to convert', icon: 'clock' },
  rules: { label: 'Rules', icon: 'sliders' },
}
const MEASURE_LABELS: Record<Measure, string> = { rate: 'Rate', count: 'Conversions', duration: 'Time' }

/** How the answer is shown, and what can be taken away from it. */
export const Toolbar = ({ question, change, request, csv, asTable, onAsTable }: Props) => {
  const asked = request?.ok ? request : null
  return (
    <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
      <ShowControl shows={SHOWS} words={SHOW_WORDS} value={question.show} onChange={(show) => change({ show })} />
      {(question.show === 'time' || question.show === 'conversion') && (
        <>
          <SegmentedControl
            aria-label="What is drawn"
            data={MEASURES.map((value) => ({ value, label: MEASURE_LABELS[value] }))}
            value={question.measure}
            onChange={(measure) => change({ measure: measure as Measure })}
          />
          <RollupSelect question={question} change={change} />
          <Tooltip label={asTable ? 'Show the chart' : 'Show the numbers'}>
            <ActionIcon
              variant={asTable ? 'light' : 'subtle'}
              aria-label="Show the numbers as a table"
              aria-pressed={asTable}
              onClick={() => onAsTable(!asTable)}
            >
              <Icon name="table" />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <ChartTools
        kind="funnel"
        title={question.steps.map(stepWords).join(', ') || 'Funnel'}
        request={asked}
        files={csv ? [{ label: 'Numbers as CSV', ending: 'csv', type: 'text/csv;charset=utf-8', text: csv }] : []}
      />
    </div>
  )
}

const ROLLUPS = ['hour', 'day', 'week', 'month', 'quarter', 'year']

const RollupSelect = ({ question, change }: Pick<Props, 'question' | 'change'>) => {
  const { span } = useFrame()
  const auto = `${rollupLabel(rollupOf({ roll: null }, span))}, auto`
  const chosen = question.roll ? printRollup(question.roll) : ''
  const all = chosen === '' || ROLLUPS.includes(chosen) ? ROLLUPS : [...ROLLUPS, chosen]
  return (
    <Select
      aria-label="Length of a period"
      w={116}
      allowDeselect={false}
      data={[{ value: '', label: auto }, ...all.map((value) => ({ value, label: rollupLabel(parseRollup(value)!) }))]}
      value={chosen}
      onChange={(roll) => change({ roll: roll ? parseRollup(roll) : null })}
    />
  )
}
