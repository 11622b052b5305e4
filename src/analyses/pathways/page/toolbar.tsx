import { ChartTools } from '../../../ui/builder/chart-tools.tsx'
import { ShowControl } from '../../../ui/builder/show-control.tsx'
import type { IconName } from '../../../ui/icon.tsx'
import style from '../../funnel/page/result.module.css'
import type { Request } from '../../journey/page/request.ts'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  request: Request
  /** The numbers as text; null while there are none. */
  csv: (() => string) | null
}

const SHOW_WORDS: Record<Question['show'], { label: string; icon: IconName }> = {
  diagram: { label: 'Diagram', icon: 'paths' },
  table: { label: 'Table', icon: 'table' },
}

/** How the answer is shown, and what can be taken away from it. */
export const Toolbar = ({ question, change, request, csv }: Props) => (
  <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
    <ShowControl
      shows={['diagram', 'table']}
      words={SHOW_WORDS}
      value={question.show}
      onChange={(show) => change({ show })}
    />
    <ChartTools
      kind="pathways"
      title={titleOf(question)}
      request={request.ok ? request : null}
      files={csv ? [{ label: 'Numbers as CSV', ending: 'csv', type: 'text/csv;charset=utf-8', text: csv }] : []}
    />
  </div>
)
