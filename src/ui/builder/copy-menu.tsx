import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { curlOf } from '../ask/curl.ts'
import { Icon } from '../icon.tsx'

interface Props {
  /** What is asked; null while it can't be. */
  request: { path: string; body: object } | null
}

const copy = async (text: string, what: string) => {
  await navigator.clipboard.writeText(text)
  notifications.show({ message: `Copied ${what}` })
}

/** What can be taken away from a chart: its address and its request. */
export const CopyMenu = ({ request }: Props) => (
  <Menu position="bottom-end" width={200}>
    <Menu.Target>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Icon name="copy" />}
        rightSection={<Icon name="down" size={12} />}
      >
        Copy
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Item onClick={() => void copy(location.href, 'the link')}>Link to this page</Menu.Item>
      {request && (
        <>
          <Menu.Item onClick={() => void copy(curlOf(location.origin, request.path, request.body), 'the command')}>
            Request as cURL
          </Menu.Item>
          <Menu.Item onClick={() => void copy(JSON.stringify(request.body, null, 2), 'the request')}>
            Request as JSON
          </Menu.Item>
        </>
      )}
    </Menu.Dropdown>
  </Menu>
)
