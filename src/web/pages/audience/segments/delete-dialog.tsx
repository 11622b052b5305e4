import { Button, Group, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import { PlaceLink, usePlaces } from '../../../../ui/link.tsx'
import { SEGMENTS, type Segment, useSegments } from './use-segments.ts'

interface Props {
  segment: Segment
  opened: boolean
  onClose: () => void
}

/** Says what a segment is used by before it goes; while other segments name it, it can't. */
export const DeleteDialog = ({ segment, opened, onClose }: Props) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const remove = useMutation({
    mutationFn: () => ask({ method: 'DELETE', path: `${SEGMENTS}/${segment.id}` }),
    onSuccess: async () => {
      onClose()
      go('/segments')
      notifications.show({ message: `Deleted the segment ${segment.name}` })
      await queries.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  const isNamed = segment.used_by.length > 0
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Delete “${segment.name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <UsedBy segment={segment} />
      <p>
        {isNamed
          ? 'Take it out of these segments first.'
          : 'It can’t be brought back. The users and their events stay as they are.'}
      </p>
      {remove.error && <p role="alert">{remove.error.message}</p>}
      <Group gap={8} justify="flex-end">
        <Button onClick={onClose}>Keep it</Button>
        <Button
          color="red"
          variant="filled"
          disabled={isNamed}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Delete the segment
        </Button>
      </Group>
    </Modal>
  )
}

const UsedBy = ({ segment }: { segment: Segment }) => {
  const { data = [] } = useSegments()
  const users = data.filter(({ id }) => segment.used_by.includes(id))
  const charts = segment.used_by_charts
  if (!users.length && !charts.length) return <p>Nothing uses it.</p>
  return (
    <>
      {users.length > 0 && (
        <>
          <p>Segments that name it:</p>
          <ul>
            {users.map(({ id, name }) => (
              <li key={id}>
                <PlaceLink to={`/segments/${id}`}>
                  <bdi>{name}</bdi>
                </PlaceLink>
              </li>
            ))}
          </ul>
        </>
      )}
      {charts.length > 0 && (
        <>
          <p>Charts that would fail without it:</p>
          <ul>
            {charts.map(({ id, name }) => (
              <li key={id}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
