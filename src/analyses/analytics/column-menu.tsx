import { ActionIcon, Menu } from '@mantine/core'
import { Icon } from '../../ui/icon.tsx'
import { FIRST_BREAKDOWN, MOST_BREAKDOWNS, type Question } from './address.ts'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord } from './words.ts'

interface Props {
  path: string
  index: number
  paths: readonly string[]
  question: Question
  change: ChangeQuestion
}

/** Move a column, drop it, or break the question down by it. */
export const ColumnMenu = ({ path, index, paths, question, change }: Props) => {
  const move = (to: number) => {
    const rest = paths.filter((_, i) => i !== index)
    change({ columns: [...rest.slice(0, to), path, ...rest.slice(to)] })
  }
  const name = attributeWord(path)
  const canBreak = question.by.length < MOST_BREAKDOWNS && !question.by.some((b) => b.path === path)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={`Column ${name}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`@${path}`}</Menu.Label>
        <Menu.Item leftSection={<Icon name="left" />} disabled={index === 0} onClick={() => move(index - 1)}>
          Move left
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="right" />}
          disabled={index === paths.length - 1}
          onClick={() => move(index + 1)}
        >
          Move right
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="top" />}
          disabled={!canBreak}
          onClick={() => change({ show: 'top', by: [{ path, ...FIRST_BREAKDOWN }, ...question.by] })}
        >
          Top values
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="trash" />}
          disabled={paths.length === 1}
          onClick={() => change({ columns: paths.filter((_, i) => i !== index) })}
        >
          Drop the column
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
