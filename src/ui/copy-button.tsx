import { ActionIcon, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Icon } from './icon.tsx'

/** Copies `text`; `what` names it ("client token"). */
export const CopyButton = ({ text, what }: { text: string; what: string }) => {
  const { copy, copied } = useClipboard({ timeout: 1500 })
  return (
    <Tooltip label={copied ? 'Copied' : `Copy ${what}`} openDelay={copied ? 0 : 300}>
      <ActionIcon aria-label={copied ? `Copied ${what}` : `Copy ${what}`} onClick={() => copy(text)}>
        <Icon name={copied ? 'check' : 'copy'} />
      </ActionIcon>
    </Tooltip>
  )
}
