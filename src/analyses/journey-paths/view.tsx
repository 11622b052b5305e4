import { useState } from 'react'
import { BuilderPage, useFold } from '../../ui/builder/builder-page.tsx'
import { useSurroundings } from '../../ui/scope/surroundings.ts'
import { People, PeoplePanel } from '../journey/page/people-panel.tsx'
import { FEWEST_STEPS } from '../journey/page/step.ts'
import { useOtherName } from '../journey/page/use-other-name.ts'
import { aroundOf } from '../journey/page/versus.ts'
import { ENTITY_WORDS } from '../journey/page/words.ts'
import { type Chosen, printChosen } from './page/address.ts'
import { Editor } from './page/editor.tsx'
import type { Question } from './page/question.ts'
import { listRequest } from './page/request.ts'
import { Result } from './page/result.tsx'
import { useQuestion } from './page/use-question.ts'
import { titleOf } from './page/words.ts'

/** Journey Paths: what people do between two events, and what those do who never come to the second. */
export const JourneyPathsPage = () => {
  const { question, change, chosen, choose } = useQuestion()
  const fold = useFold()
  const [adding, setAdding] = useState(false)
  const open = chosen !== null && question.steps.length >= FEWEST_STEPS
  const close = () => {
    choose(null)
    // Back to the way that was left, not to the top of the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-walk][aria-pressed]')?.focus())
  }
  return (
    <BuilderPage
      title="Journey paths"
      fold={fold}
      builder={<Editor question={question} change={change} adding={adding} onAdding={setAdding} />}
      panel={open && <WayPeople key={printChosen(chosen)} question={question} chosen={chosen} onClose={close} />}
    >
      <Result
        question={question}
        change={change}
        chosen={chosen}
        choose={choose}
        onAdd={() => {
          fold.setFolded(false)
          setAdding(true)
        }}
      />
    </BuilderPage>
  )
}

const WayPeople = ({ question, chosen, onClose }: { question: Question; chosen: Chosen; onClose: () => void }) => {
  const around = useSurroundings()
  const nameOf = useOtherName(question.versus)
  const whose = question.versus ? nameOf(chosen.of ?? null, aroundOf(question.versus, around, chosen.of)) : ''
  const { way } = chosen
  const title = way === 'all' ? 'Any way' : way.events.map(({ name }) => name).join(' → ') || 'Straight on'
  return (
    <PeoplePanel
      label={`${ENTITY_WORDS[question.per].many} of this way`}
      kicker={[titleOf(question), whose].filter(Boolean).join(' · ')}
      title={title}
      onClose={onClose}
    >
      <People per={question.per} requestOf={(limit) => listRequest(question, around, chosen, limit)} />
    </PeoplePanel>
  )
}
