import { BuilderPage, useFold } from '../../ui/builder/builder-page.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { Editor } from './editor.tsx'
import { EventPanel } from './event-panel.tsx'
import { Result } from './result.tsx'
import { useQuestion } from './use-question.ts'

/** Analytics: what is asked at the left, the answer in the middle, one event at the right. */
export const AnalyticsPage = () => {
  const { params, setParams } = useFrame()
  const { question, change } = useQuestion()
  return (
    <BuilderPage
      title="Analytics"
      fold={useFold()}
      builder={<Editor question={question} change={change} />}
      panel={params.event && <EventPanel id={params.event} onClose={() => setParams({ event: undefined })} />}
    >
      <Result question={question} change={change} />
    </BuilderPage>
  )
}
