import { ActionIcon, Menu } from '@mantine/core'
import { useFacetValues } from '../../ui/ask/facets.ts'
import { filterTo } from '../../ui/filter/search-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { short } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { FIRST_BREAKDOWN, MOST_BREAKDOWNS, type Question } from './address.ts'
import style from './events.module.css'
import { searchOf } from './request.ts'
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
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={`Column ${name}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`@${path}`}</Menu.Label>
        <ColumnValues path={path} question={question} />
        <Menu.Divider />
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

const MOST_VALUES = 8

/** The column's values among the events of the list, the most frequent first: pressing one keeps only its events. */
const ColumnValues = ({ path, question }: Pick<Props, 'path' | 'question'>) => {
  const frame = useFrame()
  const search = searchOf(question.queries[0]!, surroundingsOf(frame))
  const { data, isPending } = useFacetValues(search.ok ? path : null, '', MOST_VALUES, search.ok ? search.query : '')
  if (isPending) return <Menu.Item disabled>Counting values</Menu.Item>
  if (!data?.length) return <Menu.Item disabled>No values</Menu.Item>
  return data.map(({ value, count }) => (
    <Menu.Item
      key={value}
      rightSection={<span className="ww-muted">{short(count)}</span>}
      onClick={() => frame.setScope({ filter: filterTo(frame.scope.filter, path, value, 'include') })}
    >
      <bdi className={style.option} title={value}>
        {value === '' ? '(empty)' : value}
      </bdi>
    </Menu.Item>
  ))
}
