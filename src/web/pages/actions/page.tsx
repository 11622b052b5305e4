import { useParams } from '@tanstack/react-router'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { ActionEditor } from './editor.tsx'
import { useLabelledActions } from './use-actions.ts'

/** A labelled action, or one that is being made. */
export const ActionPage = () => {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error, refetch } = useLabelledActions()
  const { go } = usePlaces()
  if (id === 'new') return <ActionEditor action={undefined} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={10} />
  const action = data.find((one) => one.id === id)
  if (action) return <ActionEditor key={id} action={action} />
  return (
    <Empty title="No such labelled action" action={{ label: 'Show all actions', run: () => go('/actions') }}>
      It was deleted, or the address is mistyped.
    </Empty>
  )
}
