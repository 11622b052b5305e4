import { ActionIcon, Menu } from '@mantine/core'
import { useState } from 'react'
import { draftPath } from '../../../../ui/ask/segment-draft.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { stringifyParams } from '../../../../ui/scope/search-params.ts'
import { useRefusal } from '../../../role.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import type { Segment } from './use-segments.ts'

/** What can be done with a segment besides changing it. */
export const SegmentTools = ({ segment }: { segment: Segment }) => {
  const { go } = usePlaces()
  const [deleting, setDeleting] = useState(false)
  const refusal = useRefusal('editor')
  const refused = { disabled: refusal !== undefined, title: refusal }
  const { id, name, audience, definition } = segment
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More about ${name}`}>
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="people" />}
            onClick={() => go(`/${audience}${stringifyParams({ members: id })}`)}
          >
            {`See its ${audience}`}
          </Menu.Item>
          {definition && (
            <Menu.Item
              leftSection={<Icon name="copy" />}
              {...refused}
              onClick={() => go(draftPath({ audience, rule: definition, name: `${name} (copy)` }))}
            >
              Duplicate
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="trash" />} color="red" {...refused} onClick={() => setDeleting(true)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog segment={segment} opened={deleting} onClose={() => setDeleting(false)} />
    </>
  )
}
