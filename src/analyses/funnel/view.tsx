import { useState } from 'react'
import { BuilderPage, useFold } from '../../ui/builder/builder-page.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { Editor } from './page/editor.tsx'
import { parseChosen, printChosen } from './page/people-address.ts'
import { FunnelPeople } from './page/people-panel.tsx'
import { Result } from './page/result.tsx'
import { useQuestion } from './page/use-question.ts'

/** Funnel: the steps at the left, how many took them in the middle, who they are at the right. */
export const FunnelPage = () => {
  const { params, setParams } = useFrame()
  const { question, change } = useQuestion()
  const fold = useFold()
  const [adding, setAdding] = useState(false)
  const chosen = question.steps.length > 1 ? parseChosen(params.people, question.steps.length) : null
  const close = () => {
    setParams({ people: undefined, trait: undefined })
    // Back to the bar that was left, not to the top of the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-place][tabindex="0"]')?.focus())
  }
  const add = () => {
    fold.setFolded(false)
    setAdding(true)
  }
  return (
    <BuilderPage
      title="Funnel"
      fold={fold}
      builder={<Editor question={question} change={change} adding={adding} onAdding={setAdding} />}
      panel={
        chosen && (
          <FunnelPeople
            question={question}
            chosen={chosen}
            onChosen={(next) => setParams({ people: printChosen(next) }, { replace: true })}
            onClose={close}
          />
        )
      }
    >
      <Result question={question} change={change} onAdd={add} />
    </BuilderPage>
  )
}
