import { BuilderPage, useFold } from '../../ui/builder/builder-page.tsx'
import { Empty } from '../../ui/feedback/empty.tsx'
import { useSurroundings } from '../../ui/scope/surroundings.ts'
import { OTHER_TAG } from '../analytics/result.ts'
import { People, PeoplePanel } from '../journey/page/people-panel.tsx'
import { useOtherName } from '../journey/page/use-other-name.ts'
import { aroundOf } from '../journey/page/versus.ts'
import { ENTITY_WORDS } from '../journey/page/words.ts'
import { type Chosen, printChosen } from './page/address.ts'
import { Editor } from './page/editor.tsx'
import type { Question } from './page/question.ts'
import { listRequest } from './page/request.ts'
import { Result } from './page/result.tsx'
import { useQuestion } from './page/use-question.ts'
import { chosenWords, titleOf } from './page/words.ts'

/** Retention: of those who did something in a period, how many came back. */
export const RetentionPage = () => {
  const { question, change, chosen, choose } = useQuestion()
  const fold = useFold()
  const close = () => {
    choose(null)
    // Back to the cell that was left, not to the top of the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus())
  }
  return (
    <BuilderPage
      title="Retention"
      fold={fold}
      builder={<Editor question={question} change={change} />}
      panel={chosen && <CellPeople key={printChosen(chosen)} question={question} chosen={chosen} onClose={close} />}
    >
      <Result question={question} change={change} chosen={chosen} choose={choose} />
    </BuilderPage>
  )
}

const CellPeople = ({ question, chosen, onClose }: { question: Question; chosen: Chosen; onClose: () => void }) => {
  const around = useSurroundings()
  const group = 'cohort' in chosen ? chosen.group : undefined
  const nameOf = useOtherName(question.versus)
  const whose = question.versus ? nameOf(group ?? null, aroundOf(question.versus, around, group)) : group
  return (
    <PeoplePanel
      label={`${ENTITY_WORDS[question.per].many} of the cell`}
      kicker={`${chosenWords(chosen, question, around)}${whose === undefined ? '' : ` · ${whose}`}`}
      title={titleOf(question)}
      onClose={onClose}
    >
      {group === OTHER_TAG ? (
        <Empty title="Other is many values">
          Raise the number of values in the breakdown until the one that you look for stands by itself.
        </Empty>
      ) : (
        <People per={question.per} requestOf={(limit) => listRequest(question, around, chosen, limit)} />
      )}
    </PeoplePanel>
  )
}
