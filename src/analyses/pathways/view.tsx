import { BuilderPage, useFold } from '../../ui/builder/builder-page.tsx'
import { useSurroundings } from '../../ui/scope/surroundings.ts'
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

/** Pathways: what people look at one after the other, as a Sankey diagram. */
export const PathwaysPage = () => {
  const { question, change, chosen, choose } = useQuestion()
  const fold = useFold()
  const close = () => {
    choose(null)
    // Back to the node that was left, not to the top of the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-node][tabindex="0"]')?.focus())
  }
  return (
    <BuilderPage
      title="Pathways"
      fold={fold}
      builder={<Editor question={question} change={change} />}
      panel={chosen && <PathPeople key={printChosen(chosen)} question={question} chosen={chosen} onClose={close} />}
    >
      <Result question={question} change={change} choose={choose} />
    </BuilderPage>
  )
}

/** `2:/cart` is `/cart`; "other" and those who left have names of their own. */
const nameOfId = (id: string): string => {
  const name = id.slice(id.indexOf(':') + 1)
  return name === ':other' ? 'Other' : name === ':dropoff' ? '' : name
}

const PathPeople = ({ question, chosen, onClose }: { question: Question; chosen: Chosen; onClose: () => void }) => {
  const around = useSurroundings()
  const nameOf = useOtherName(question.versus)
  const whose = question.versus ? nameOf(chosen.of ?? null, aroundOf(question.versus, around, chosen.of)) : ''
  const [from, to] =
    chosen.type === 'node' ? [nameOfId(chosen.id), ''] : [nameOfId(chosen.source), nameOfId(chosen.target)]
  const title =
    chosen.type === 'node' ? from : from && to ? `${from} → ${to}` : from ? `Left at ${from}` : `Began at ${to}`
  return (
    <PeoplePanel
      label={`${ENTITY_WORDS[question.per].many} of ${title}`}
      kicker={[chosen.type === 'node' ? 'Were here' : from && to ? 'Went this way' : 'Went no further', whose]
        .filter(Boolean)
        .join(' · ')}
      title={title}
      onClose={onClose}
    >
      <People per={question.per} requestOf={(limit) => listRequest(question, around, chosen, limit)} />
    </PeoplePanel>
  )
}
