import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Icon } from '../icon.tsx'
import { type FileChoice, fileName } from './file-choice.ts'
import { pictureOfAnswer } from './picture.ts'
import { saveFile } from './save-file.ts'

interface Props {
  /** What the files are called after. */
  title: string
  files: readonly FileChoice[]
}

/** The answer as a file: whatever the page can make of it, and a picture. */
export const ExportMenu = ({ title, files }: Props) => {
  const [busy, setBusy] = useState(false)
  const save = async (ending: string, make: () => Promise<string | Blob> | string, type?: string) => {
    setBusy(true)
    try {
      saveFile(fileName(title, ending), await make(), type)
    } catch (error) {
      notifications.show({ color: 'red', title: 'No file was made', message: (error as Error).message })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          loading={busy}
          leftSection={<Icon name="download" />}
          rightSection={<Icon name="down" size={12} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ label, ending, type, text }) => (
          <Menu.Item key={label} onClick={() => void save(ending, text, type)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void save('png', pictureOfAnswer)}>Picture as PNG</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
