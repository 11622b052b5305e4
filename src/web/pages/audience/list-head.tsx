import { Button } from '@mantine/core'
import type { Audience, ProfileFacet } from '../../../ui/ask/profile-facets.ts'
import { draftPath } from '../../../ui/ask/segment-draft.ts'
import { usePlaces } from '../../../ui/link.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import type { Span } from '../../../ui/time/range.ts'
import { useRefusal } from '../../role.ts'
import { AUDIENCES, counted } from './audiences.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { ExportButton } from './export-button.tsx'
import style from './list.module.css'
import { type ChangeList, isNarrowed, type ListQuestion } from './list-address.ts'
import { ruleOfList } from './list-request.ts'

interface Props {
  audience: Audience
  question: ListQuestion
  change: ChangeList
  total: number
  facets: readonly ProfileFacet[]
  span: Span
}

/** How many there are, and what can be made of them. */
export const ListHead = ({ audience, question, change, total, facets, span }: Props) => {
  const { go } = usePlaces()
  const { scope } = useFrame()
  const refusal = useRefusal('editor')
  const makeSegment = () => go(draftPath({ audience, rule: ruleOfList(question, scope.time, span) }))
  return (
    <div className={style.head}>
      <span className={style.count} role="status">
        {counted(total, audience)}
      </span>
      <div className={style.tools}>
        {isNarrowed(question) && total > 0 && (
          <Button disabled={refusal !== undefined} title={refusal} onClick={makeSegment}>
            {`Create segment from ${exact(total)} ${AUDIENCES[audience].many}`}
          </Button>
        )}
        <ColumnChooser
          facets={facets}
          columns={question.columns ?? AUDIENCES[audience].columns}
          onChange={(columns) => change({ columns })}
        />
        <ExportButton audience={audience} question={question} span={span} total={total} />
      </div>
    </div>
  )
}
