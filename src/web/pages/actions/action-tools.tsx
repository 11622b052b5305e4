import { ActionIcon, Button, Group, Menu, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { attributeMatch, is } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { literal } from '../../../model/search/value-pattern.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Icon } from '../../../ui/icon.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { useRefusal } from '../../role.ts'
import { LABELLED_ACTIONS, type LabelledAction } from './use-actions.ts'

/** Where a labelled action is asked about, and its end. */
export const ActionTools = ({ action }: { action: LabelledAction }) => {
  const { go } = usePlaces()
  const [deleting, setDeleting] = useState(false)
  const refusal = useRefusal('editor')
  const search = printSearch(attributeMatch('action.label', is(literal(action.name))))
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More about ${action.name}`}>
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="chart" />}
            onClick={() => go(`/analytics${stringifyParams({ a: `action;count;${search}` })}`)}
          >
            Analytics
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="funnel" />}
            onClick={() => go(`/funnel${stringifyParams({ s1: `action;${search}` })}`)}
          >
            Funnel from it
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="retention" />}
            onClick={() => go(`/retention${stringifyParams({ start: `action;${search}` })}`)}
          >
            Retention of who did it
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="trash" />}
            color="red"
            disabled={refusal !== undefined}
            title={refusal}
            onClick={() => setDeleting(true)}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog action={action} opened={deleting} onClose={() => setDeleting(false)} />
    </>
  )
}

interface DeleteProps {
  action: LabelledAction
  opened: boolean
  onClose: () => void
}

/** Says which charts and segments would fail without it. */
const DeleteDialog = ({ action, opened, onClose }: DeleteProps) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const remove = useMutation({
    mutationFn: () => ask({ method: 'DELETE', path: `${LABELLED_ACTIONS}/${action.id}?force=true` }),
    onSuccess: async () => {
      onClose()
      go('/actions')
      notifications.show({ message: `Deleted the labelled action ${action.name}` })
      await queries.invalidateQueries({ queryKey: ['labelled-actions'] })
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Delete “${action.name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>The captured actions stay; only the name goes.</p>
      {action.used_by.length > 0 && (
        <>
          <p>These name it, and would fail without it:</p>
          <ul>
            {action.used_by.map(({ type, id, name }) => (
              <li key={id}>
                {`${type === 'chart' ? 'Chart' : 'Segment'} `}
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {remove.error && <p role="alert">{remove.error.message}</p>}
      <Group gap={8} justify="flex-end">
        <Button onClick={onClose}>Keep it</Button>
        <Button color="red" variant="filled" loading={remove.isPending} onClick={() => remove.mutate()}>
          Delete the name
        </Button>
      </Group>
    </Modal>
  )
}
