import { ActionIcon, Menu, TextInput } from '@mantine/core'
import { useState } from 'react'
import { attributeOf } from '../../model/attribute.ts'
import { filterTo } from '../../ui/filter/search-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { exactInUnit, inUnit } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { stamp } from '../../ui/time/zone.ts'
import { FIRST_BREAKDOWN } from './address.ts'
import { type FoundEvent, type Leaf, leavesOf, textOf, usualColumns } from './event.ts'
import style from './event-panel.module.css'
import { useQuestion } from './use-question.ts'

/** All that an event carries, by its first name, each value with what can be done with it. */
export const EventAttributes = ({ event }: { event: FoundEvent }) => {
  const [text, setText] = useState('')
  const term = text.toLowerCase()
  const leaves = leavesOf(event.attributes.attributes).filter(
    (leaf) => term === '' || leaf.path.toLowerCase().includes(term) || textOf(leaf.value).toLowerCase().includes(term),
  )
  const groups = grouped(leaves)
  return (
    <>
      <TextInput
        aria-label="Find an attribute"
        placeholder="Find an attribute or value"
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {!leaves.length && <p className="ww-muted">Nothing in this event is called that.</p>}
      {[...groups].map(([root, inside]) => (
        <details key={root} className={style.group} open={term !== '' || root !== '_dd'}>
          <summary>{root || 'Event'}</summary>
          <table className={style.leaves}>
            <tbody>
              {inside.map((leaf) => (
                <LeafRow key={leaf.path} leaf={leaf} root={root} />
              ))}
            </tbody>
          </table>
        </details>
      ))}
    </>
  )
}

const grouped = (leaves: readonly Leaf[]): Map<string, Leaf[]> => {
  const groups = new Map<string, Leaf[]>()
  for (const leaf of leaves) groups.set(rootOf(leaf), [...(groups.get(rootOf(leaf)) ?? []), leaf])
  return groups
}

/** The first part of a path; values at the top belong to the event itself. */
const rootOf = ({ path }: Leaf): string => (path.includes('.') ? path.slice(0, path.indexOf('.')) : '')

const LeafRow = ({ leaf, root }: { leaf: Leaf; root: string }) => {
  const { scope } = useFrame()
  const { path, value } = leaf
  const attribute = attributeOf(path)
  const isTime = attribute?.type === 'time' && typeof value === 'number'
  const number = attribute?.type === 'number' && typeof value === 'number' ? value : null
  const text = isTime
    ? stamp(value as number, scope.zone)
    : number !== null
      ? inUnit(number, attribute!.unit)
      : textOf(value)
  return (
    <tr>
      <th scope="row" title={`@${path}`}>
        <bdi>{root ? path.slice(root.length + 1) : path}</bdi>
      </th>
      <td>
        <div className={style.value}>
          <bdi title={number !== null ? exactInUnit(number, attribute!.unit) : undefined}>{text || '–'}</bdi>
          <LeafMenu leaf={leaf} />
        </div>
      </td>
    </tr>
  )
}

const LeafMenu = ({ leaf: { path, value } }: { leaf: Leaf }) => {
  const { scope, setScope } = useFrame()
  const { question, change } = useQuestion()
  const plain = Array.isArray(value) ? textOf(value[0]) : textOf(value)
  const filter = (sign: 'include' | 'exclude') => () => setScope({ filter: filterTo(scope.filter, path, plain, sign) })
  const columns = question.columns ?? usualColumns(question.queries[0]!.event)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={`What to do with ${path}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`@${path}`}</Menu.Label>
        <Menu.Item leftSection={<Icon name="filter" />} onClick={filter('include')}>
          Only this value
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="close" />} onClick={filter('exclude')}>
          Without this value
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="top" />}
          onClick={() => change({ show: 'top', by: [{ path, ...FIRST_BREAKDOWN }] })}
        >
          Top values
        </Menu.Item>
        {!columns.includes(path) && (
          <Menu.Item
            leftSection={<Icon name="plus" />}
            onClick={() => change({ show: 'list', columns: [...columns, path] })}
          >
            Add as a column
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => void navigator.clipboard.writeText(textOf(value))}>
          Copy the value
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
