import { Modal } from '@mantine/core'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Icon, type IconName } from '../icon.tsx'
import style from './palette.module.css'

/** Something the palette can do. */
export interface Command {
  id: string
  label: string
  /** Where it belongs, shown muted. */
  group: string
  icon?: IconName
  run: () => void
}

/** Commands of which every typed word is somewhere in the label or group, those that begin so first. */
export const findCommands = (commands: readonly Command[], text: string): readonly Command[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return commands
  const rank = (c: Command) => (c.label.toLowerCase().startsWith(words[0]!) ? 0 : 1)
  return commands
    .filter((c) => words.every((word) => `${c.label} ${c.group}`.toLowerCase().includes(word)))
    .sort((a, b) => rank(a) - rank(b))
}

interface Props {
  opened: boolean
  onClose: () => void
  commands: readonly Command[]
  /** What was found elsewhere by the text that `onText` told last. */
  found: readonly Command[]
  onText: (text: string) => void
}

export const Palette = ({ opened, onClose, ...rest }: Props) => (
  <Modal.Root opened={opened} onClose={onClose} size={520} yOffset="12vh">
    <Modal.Overlay backgroundOpacity={0.3} />
    <Modal.Content aria-label="Find a place or a command">
      <Finder onClose={onClose} {...rest} />
    </Modal.Content>
  </Modal.Root>
)

const Finder = ({ commands, found: elsewhere, onText, onClose }: Omit<Props, 'opened'>) => {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const found = useMemo(() => [...findCommands(commands, text).slice(0, 50), ...elsewhere], [commands, text, elsewhere])
  const choose = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') choose(found[at])
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step || !found.length) return
    event.preventDefault()
    const next = (at + step + found.length) % found.length
    setAt(next)
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className={style.finder}>
      <input
        className={style.input}
        data-autofocus
        role="combobox"
        aria-label="Find a place or a command"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder="Go to, create, find a user, open a chart…"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          onText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={style.list} role="listbox" id={`${id}-list`} aria-label="Commands">
        {found.map((command, i) => (
          <Row
            key={command.id}
            id={`${id}-${i}`}
            command={command}
            marked={i === at}
            onChoose={choose}
            onMark={() => setAt(i)}
          />
        ))}
        {!found.length && (
          <div className={style.none} role="option" aria-selected="false" aria-disabled="true" tabIndex={-1}>
            Nothing is called that.
          </div>
        )}
      </div>
    </div>
  )
}

interface RowProps {
  id: string
  command: Command
  marked: boolean
  onChoose: (command: Command) => void
  onMark: () => void
}

const Row = ({ id, command, marked, onChoose, onMark }: RowProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys of the whole list
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={marked}
    className={style.row}
    onMouseMove={onMark}
    onClick={() => onChoose(command)}
  >
    <Icon name={command.icon ?? 'right'} />
    <span>{command.label}</span>
    <span className={style.group}>{command.group}</span>
  </div>
)
