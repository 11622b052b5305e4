import { ActionIcon, Button, Menu, SegmentedControl, Select } from '@mantine/core'
import { FacetSourceProvider } from '../../../../ui/ask/facet-source.ts'
import { type Audience, PROFILE_SOURCES } from '../../../../ui/ask/profile-facets.ts'
import { FilterField } from '../../../../ui/filter/filter-bar.tsx'
import { Icon, type IconName } from '../../../../ui/icon.tsx'
import style from './builder.module.css'
import { PerformedEditor } from './performed-editor.tsx'
import { type Group, type Node, type NodeKind, newNode } from './rule-tree.ts'
import { useSegments } from './use-segments.ts'

export interface Around {
  audience: Audience
  /** The segment that is edited, which can't name itself; none while it is new. */
  segmentId: string | undefined
}

interface GroupProps extends Around {
  group: Group
  onChange: (group: Group) => void
  /** What it is called, as in `Condition 2`; the outermost group has no name. */
  label?: string
}

/** Conditions of which all or any must hold, and what can be added. */
export const GroupEditor = ({ group, onChange, label, ...around }: GroupProps) => {
  const put = (key: string, node: Node | null) =>
    onChange({ ...group, of: group.of.flatMap((one) => (one.key === key ? (node ? [node] : []) : [one])) })
  const name = (i: number) => `${label ? `${label}.` : 'Condition '}${i + 1}`
  return (
    <div className={style.group}>
      {group.of.length > 1 && (
        <SegmentedControl
          aria-label={label ? `How ${label} combines` : 'How conditions combine'}
          data={[
            { value: 'all', label: 'All hold' },
            { value: 'any', label: 'Any holds' },
          ]}
          value={group.match}
          onChange={(match) => onChange({ ...group, match: match === 'any' ? 'any' : 'all' })}
        />
      )}
      {group.of.length > 0 && (
        <ol className={style.conditions}>
          {group.of.map((node, i) => (
            <Condition
              key={node.key}
              {...around}
              node={node}
              label={name(i)}
              joined={i > 0 ? (group.match === 'all' ? 'and' : 'or') : ''}
              onChange={(next) => put(node.key, next)}
            />
          ))}
        </ol>
      )}
      <AddCondition
        label={label ? `Add a condition to ${label}` : 'Add a condition'}
        onAdd={(kind) => onChange({ ...group, of: [...group.of, newNode(kind)] })}
      />
    </div>
  )
}

const KINDS: Record<NodeKind, { add: string; title: string; icon: IconName; yes: string; no: string }> = {
  performed: { add: 'Did something', title: 'Activity', icon: 'chart', yes: 'did', no: 'did not' },
  profile: { add: 'Have attributes', title: 'Attributes', icon: 'pills', yes: 'have', no: 'have not' },
  segment: { add: 'In a segment', title: 'Segment', icon: 'segment', yes: 'in', no: 'not in' },
  group: { add: 'Group of conditions', title: 'Group', icon: 'list', yes: 'so', no: 'not so' },
}

const AddCondition = ({ label, onAdd }: { label: string; onAdd: (kind: NodeKind) => void }) => (
  <Menu position="bottom-start">
    <Menu.Target>
      <Button variant="subtle" leftSection={<Icon name="plus" />} aria-label={label}>
        Add condition
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {(Object.keys(KINDS) as NodeKind[]).map((kind) => (
        <Menu.Item key={kind} leftSection={<Icon name={KINDS[kind].icon} />} onClick={() => onAdd(kind)}>
          {KINDS[kind].add}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
)

interface ConditionProps extends Around {
  node: Node
  label: string
  /** The word between it and the one before. */
  joined: string
  /** Null drops it. */
  onChange: (node: Node | null) => void
}

const Condition = ({ node, label, joined, onChange, ...around }: ConditionProps) => {
  const { title, yes, no } = KINDS[node.kind]
  return (
    <li className={style.condition} aria-label={`${label}: ${title}`}>
      <div className={style.conditionHead}>
        {joined && <span className={style.joined}>{joined}</span>}
        <span className={style.conditionTitle}>{title}</span>
        <SegmentedControl
          aria-label={`${label}: whether it holds`}
          data={[
            { value: 'yes', label: yes },
            { value: 'no', label: no },
          ]}
          value={node.not ? 'no' : 'yes'}
          onChange={(value) => onChange({ ...node, not: value === 'no' })}
        />
        <ActionIcon className={style.drop} size={24} aria-label={`Drop ${label}`} onClick={() => onChange(null)}>
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      {node.kind === 'group' && <GroupEditor {...around} group={node} label={label} onChange={onChange} />}
      {node.kind === 'performed' && (
        <PerformedEditor
          label={label}
          performed={node.performed}
          onChange={(performed) => onChange({ ...node, performed })}
        />
      )}
      {node.kind === 'profile' && (
        <FacetSourceProvider value={PROFILE_SOURCES[around.audience]}>
          <div role="group" aria-label={`${label}: attributes`}>
            <FilterField value={node.query} onChange={(query) => onChange({ ...node, query })} />
          </div>
        </FacetSourceProvider>
      )}
      {node.kind === 'segment' && (
        <SegmentChoice {...around} label={label} id={node.id} onChange={(id) => onChange({ ...node, id })} />
      )}
    </li>
  )
}

interface ChoiceProps extends Around {
  label: string
  id: string
  onChange: (id: string) => void
}

const SegmentChoice = ({ audience, segmentId, label, id, onChange }: ChoiceProps) => {
  const { data = [] } = useSegments()
  const choices = data.filter((one) => one.audience === audience && one.id !== segmentId)
  return (
    <Select
      aria-label={`${label}: segment`}
      placeholder={`A segment of ${audience}`}
      searchable
      allowDeselect={false}
      nothingFoundMessage={`No segment of ${audience} is called that`}
      data={choices.map((one) => ({ value: one.id, label: one.name }))}
      value={id || null}
      onChange={(next) => next && onChange(next)}
    />
  )
}
