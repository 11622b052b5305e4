import { UnstyledButton } from '@mantine/core'
import { filterTo } from '../../ui/filter/search-text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import type { Scope } from '../../ui/scope/scope.ts'
import type { Breakdown, Question } from './address.ts'
import style from './point-actions.module.css'
import { MISSING_TAG, OTHER_TAG } from './result.ts'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord } from './words.ts'

interface Props {
  change: ChangeQuestion
  /** The breakdowns that `tags` are values of, in order. */
  by: readonly Breakdown[]
  /** The group that was chosen; null: all of them. */
  tags: readonly string[] | null
  /** Every group shown, so that "other" can be told apart from them. */
  all: readonly (readonly string[])[]
  /** The period that was chosen. */
  period?: { from: number; to: number }
  onDone?: () => void
}

/** The filter with the group asked for. "Other" is what is none of the groups that are shown, by the first breakdown. */
export const filterOfGroup = (
  filter: string,
  by: readonly Breakdown[],
  tags: readonly string[],
  all: Props['all'],
): string => {
  let next = filter
  by.forEach(({ path }, i) => {
    const tag = tags[i]
    if (tag === undefined) return
    if (tag !== OTHER_TAG) {
      next = filterTo(next, path, tag === MISSING_TAG ? null : tag, 'include')
      return
    }
    const shown = new Set(all.filter((t) => t.slice(0, i).join('\0') === tags.slice(0, i).join('\0')).map((t) => t[i]!))
    for (const one of shown)
      if (one !== OTHER_TAG) next = filterTo(next, path, one === MISSING_TAG ? null : one, 'exclude')
  })
  return next
}

/** What can be done with a point: look closer, keep only it, leave it out, see its events. */
export const PointActions = ({ change, by, tags, all, period, onDone }: Props) => {
  const { scope } = useFrame()
  const time = period && { time: period }
  const act = (part: Partial<Question>, scopePart: Partial<Scope>) => () => {
    change(part, scopePart)
    onDone?.()
  }
  const only = tags ? filterOfGroup(scope.filter, by, tags, all) : scope.filter
  const single = tags && by.length === 1 && tags[0] !== OTHER_TAG ? tags[0]! : null
  const value = single === MISSING_TAG ? null : single
  return (
    <>
      {period && <Action icon="search" label="Zoom to this period" onClick={act({}, { ...time })} />}
      {tags && by.length > 0 && (
        <Action icon="filter" label={`Only ${wordsOf(by, tags)}`} onClick={act({}, { filter: only })} />
      )}
      {single !== null && (
        <Action
          icon="close"
          label={`Without ${wordsOf(by, tags!)}`}
          onClick={act({}, { filter: filterTo(scope.filter, by[0]!.path, value, 'exclude') })}
        />
      )}
      <Action icon="list" label="See these events" onClick={act({ show: 'list' }, { filter: only, ...time })} />
    </>
  )
}

/** What a group is called among its attributes: `Germany`, or `no Country`. */
const wordsOf = (by: readonly Breakdown[], tags: readonly string[]): string =>
  by.map(({ path }, i) => (tags[i] === MISSING_TAG ? `no ${attributeWord(path)}` : tags[i])).join(', ')

const Action = ({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) => (
  <UnstyledButton className={style.action} onClick={onClick} title={label}>
    <Icon name={icon} />
    <span>{label}</span>
  </UnstyledButton>
)
