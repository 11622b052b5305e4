import { NumberInput, SegmentedControl } from '@mantine/core'
import { ChartTools } from '../../../ui/builder/chart-tools.tsx'
import { ShowControl } from '../../../ui/builder/show-control.tsx'
import type { IconName } from '../../../ui/icon.tsx'
import style from '../../funnel/page/result.module.css'
import type { Request } from '../../journey/page/request.ts'
import { MOST_K, type Question, SHOWS, type Show } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  request: Request
  /** The numbers as text; null while there are none. */
  csv: (() => string) | null
}

const SHOW_WORDS: Record<Show, { label: string; icon: IconName }> = {
  grid: { label: 'Retention', icon: 'table' },
  time: { label: 'Over time', icon: 'line' },
  stickiness: { label: 'Stickiness', icon: 'top' },
  lifecycle: { label: 'Lifecycle', icon: 'chart' },
}

/** How the answer is shown, and what can be taken away from it. */
export const Toolbar = ({ question, change, request, csv }: Props) => {
  const { show, measure, k } = question
  return (
    <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
      <ShowControl shows={SHOWS} words={SHOW_WORDS} value={show} onChange={(next) => change({ show: next })} />
      {(show === 'grid' || show === 'time') && (
        <SegmentedControl
          aria-label="What is shown"
          data={[
            { value: 'rate', label: 'Rate' },
            { value: 'count', label: 'Count' },
          ]}
          value={measure}
          onChange={(next) => change({ measure: next === 'count' ? 'count' : 'rate' })}
        />
      )}
      {show === 'time' && (
        <NumberInput
          aria-label="Return period"
          w={96}
          prefix="Period "
          min={0}
          max={MOST_K}
          clampBehavior="strict"
          allowDecimal={false}
          value={k}
          onChange={(next) => typeof next === 'number' && next >= 0 && change({ k: next })}
        />
      )}
      <ChartTools
        kind="retention"
        title={titleOf(question)}
        request={request.ok ? request : null}
        files={csv ? [{ label: 'Numbers as CSV', ending: 'csv', type: 'text/csv;charset=utf-8', text: csv }] : []}
      />
    </div>
  )
}
