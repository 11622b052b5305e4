import { exact } from '../../../ui/number/format.ts'
import type { HeatmapAnswer } from '../definition.ts'
import type { Question } from './address.ts'
import { counted, Fact } from './element-panel.tsx'
import style from './heatmap.module.css'
import { usePage } from './use-heatmap.ts'

interface Props {
  answer: HeatmapAnswer
  question: Question
  /** The answer is that of the question before. */
  isOld: boolean
}

/** The page: its rank among the others, how often it was seen and clicked, by how many. */
export const PageFacts = ({ answer: { page, clicks }, question, isOld }: Props) => {
  // Counting people takes longest: it waits for the picture.
  const seen = usePage(question, page.view_name, !isOld)
  const users = seen.answer && !seen.isOld ? (seen.answer.pages[0]?.users ?? 0) : undefined
  return (
    <>
      <div className={style.head}>
        <h2>
          <bdi>{page.view_name}</bdi>
        </h2>
        <p className="ww-muted">
          {page.rank === null ? 'Not seen in this time' : `Page ${exact(page.rank)} of ${exact(page.pages)} by views`}
        </p>
      </div>
      <dl className={style.facts}>
        <Fact label="Views" value={exact(page.views)} />
        <Fact label="Unique users" value={counted(users, seen.error)} />
        <Fact label="Clicks" value={exact(clicks.clicks)} />
        <Fact
          label="Rage, dead, error"
          value={[clicks.rage, clicks.dead, clicks.error].map((n) => exact(n)).join(', ')}
        />
      </dl>
    </>
  )
}
