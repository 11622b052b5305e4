import { SegmentedControl, Switch } from '@mantine/core'
import { ChartTools } from '../../../ui/builder/chart-tools.tsx'
import style from '../../funnel/page/result.module.css'
import type { Request } from '../../journey/page/request.ts'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  request: Request | null
  /** The numbers as text; null while there are none. */
  csv: (() => string) | null
}

/** Whose ways are shown, and what can be taken away from them. */
export const Toolbar = ({ question, change, request, csv }: Props) => (
  <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
    <SegmentedControl
      aria-label="Whose ways"
      data={[
        { value: 'converted', label: 'Converted' },
        { value: 'dropped', label: 'Dropped' },
      ]}
      value={question.side}
      onChange={(side) => change({ side: side === 'dropped' ? 'dropped' : 'converted' })}
    />
    <Switch
      label="Long ways to their end"
      checked={question.long}
      onChange={(event) => change({ long: event.currentTarget.checked })}
    />
    <ChartTools
      kind="journey-paths"
      title={titleOf(question)}
      request={request?.ok ? request : null}
      files={csv ? [{ label: 'Numbers as CSV', ending: 'csv', type: 'text/csv;charset=utf-8', text: csv }] : []}
    />
  </div>
)
