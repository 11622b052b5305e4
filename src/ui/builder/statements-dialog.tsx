import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../ask/ask-context.ts'
import { CodeBlock } from '../code-block.tsx'
import { Failure } from '../feedback/failure.tsx'
import { Waiting } from '../feedback/loading.tsx'

interface Props {
  opened: boolean
  onClose: () => void
  request: { path: string; body: object }
}

interface Explained {
  meta?: { sql?: string[] }
}

/** The statements behind an answer, as the engine ran them. */
export const StatementsDialog = (props: Props) => (
  <Modal
    opened={props.opened}
    onClose={props.onClose}
    title="SQL behind this answer"
    size={880}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <Statements request={props.request} />
  </Modal>
)

const Statements = ({ request }: Pick<Props, 'request'>) => {
  const ask = useAsk()
  const { path, body } = request
  const { data, error, refetch } = useQuery({
    queryKey: ['explain', path, body],
    queryFn: ({ signal }) => ask<Explained>({ method: 'POST', path: `${path}?explain=true`, body, signal }),
  })
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={8} />
  const statements = data.meta?.sql ?? []
  if (!statements.length) return <p>The server did not say which statements it ran.</p>
  return <CodeBlock text={statements.join(';\n\n')} what="SQL" />
}
