import { Kbd, Modal, Table } from '@mantine/core'
import { type KeyBinding, useKeys } from './keys.ts'

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

export const keyText = (b: Pick<KeyBinding, 'key' | 'mod'>): string =>
  `${b.mod ? (isMac ? '⌘' : 'Ctrl ') : ''}${b.key.length === 1 && b.mod ? b.key.toUpperCase() : b.key}`

const ALWAYS = [
  { key: 'Esc', label: 'Close what lies on top' },
  { key: '← → ↑ ↓', label: 'Walk charts and tables' },
  { key: 'Enter', label: 'Open what is marked' },
]

/** Every key that works on this page. */
export const KeyList = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const keys = useKeys()
  const rows = [...keys.all().map((b) => ({ key: keyText(b), label: b.label })), ...ALWAYS]
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }} size="sm">
      <Table>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.key} ${row.label}`}>
              <Table.Td w={96}>
                <Kbd size="sm">{row.key}</Kbd>
              </Table.Td>
              <Table.Td>{row.label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
