import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { Icon } from '../../ui/icon.tsx'
import { useTitle } from '../../ui/page.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { useKey } from '../../ui/shell/keys.ts'
import { Editor } from './editor.tsx'
import { EventPanel } from './event-panel.tsx'
import { Result } from './result.tsx'
import { useQuestion } from './use-question.ts'
import style from './view.module.css'

/** Analytics: what is asked at the left, the answer in the middle, one event at the right. */
export const AnalyticsPage = () => {
  useTitle('Analytics')
  const { params, setParams } = useFrame()
  const { question, change } = useQuestion()
  const narrow = useMediaQuery('(max-width: 720px)', globalThis.matchMedia?.('(max-width: 720px)').matches ?? false)
  const [folded, setFolded] = useLocalStorage({
    key: narrow ? 'wayworn-builder-folded-narrow' : 'wayworn-builder-folded',
    defaultValue: narrow ?? false,
    getInitialValueInEffect: false,
  })
  useKey(']', 'Fold the question', () => setFolded(!folded))
  const fold = folded ? 'Show the question' : 'Fold the question'
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">Analytics</h1>
      <aside className={style.builder} data-folded={folded || undefined} aria-label="Question">
        <div className={style.builderHead}>
          {!folded && <span className={style.builderTitle}>Question</span>}
          <Tooltip label={`${fold} (])`} position="right">
            <ActionIcon aria-label={fold} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
              <Icon name={folded ? 'sliders' : 'fold'} />
            </ActionIcon>
          </Tooltip>
        </div>
        {!folded && <Editor question={question} change={change} />}
      </aside>
      <section className={style.result} aria-label="Answer">
        <Result question={question} change={change} />
      </section>
      {params.event && <EventPanel id={params.event} onClose={() => setParams({ event: undefined })} />}
    </div>
  )
}
