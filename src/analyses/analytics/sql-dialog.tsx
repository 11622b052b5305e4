import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import type { Question } from './address.ts'
import { eventsRequest } from './events-request.ts'
import type { Request } from './request.ts'

interface Props {
  opened: boolean
  onClose: () => void
  request: Extract<Request, { ok: true }>
  question: Question
}

interface Explained {
  meta?: { sql?: string[] }
}

/** The statements behind the answer, as the engine ran them. */
export const SqlDialog = (props: Props) => (
  <Modal
    opened={props.opened}
    onClose={props.onClose}
    title="SQL behind this answer"
    size={880}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <Statements {...props} />
  </Modal>
)

const Statements = ({ request, question }: Props) => {
  const ask = useAsk()
  const list = eventsRequest(question, surroundingsOf(useFrame()))
  const asked = question.show === 'list' && list.ok ? list : request
  const { data, error, refetch } = useQuery({
    queryKey: ['explain', asked.path, asked.body],
    queryFn: ({ signal }) =>
      ask<Explained>({ method: 'POST', path: `${asked.path}?explain=true`, body: asked.body, signal }),
  })
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={8} />
  const statements = data.meta?.sql ?? []
  if (!statements.length) return <p>The server did not say which statements it ran.</p>
  return <CodeBlock text={statements.join(';\n\n')} what="SQL" />
}
