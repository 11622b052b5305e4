import { filterTo } from '../../ui/filter/search-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { PlaceLink } from '../../ui/link.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { paramsOf, type Scope } from '../../ui/scope/scope.ts'
import { stringifyParams } from '../../ui/scope/search-params.ts'
import type { Breakdown, Question } from './address.ts'
import { filterOfGroup, filterOfRange } from './group-filter.ts'
import style from './point-action.module.css'
import { PointAction } from './point-action.tsx'
import { searchOf } from './request.ts'
import { MISSING_TAG, OTHER_TAG } from './result.ts'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord, tagWord } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  /** The breakdowns that `tags` are values of, in order. */
  by: readonly Breakdown[]
  /** The group that was chosen; null: all of them. */
  tags: readonly string[] | null
  /** Every group shown, so that "other" can be told apart from them. */
  all: readonly (readonly string[])[]
  /** The period that was chosen. */
  period?: { from: number; to: number }
  /** What was chosen is a range of a number, from the first on and before the second. */
  range?: readonly [number, number] | undefined
  onDone?: () => void
}

/** What can be done with a point: look closer, keep only it, leave it out, see its events and its people. */
export const PointActions = ({ question, change, by, tags, all, period, range, onDone }: Props) => {
  const { scope } = useFrame()
  const time = period && { time: period }
  const act = (part: Partial<Question>, scopePart: Partial<Scope>) => () => {
    change(part, scopePart)
    onDone?.()
  }
  const only = range
    ? filterOfRange(scope.filter, by[0]!.path, range)
    : tags
      ? filterOfGroup(scope.filter, by, tags, all)
      : scope.filter
  const single = !range && tags && by.length === 1 && tags[0] !== OTHER_TAG ? tags[0]! : null
  const value = single === MISSING_TAG ? null : single
  return (
    <>
      {period && <PointAction icon="search" label="Zoom to this period" onClick={act({}, { ...time })} />}
      {tags && by.length > 0 && (
        <PointAction icon="filter" label={`Only ${wordsOf(by, tags)}`} onClick={act({}, { filter: only })} />
      )}
      {single !== null && (
        <PointAction
          icon="close"
          label={`Without ${wordsOf(by, tags!)}`}
          onClick={act({}, { filter: filterTo(scope.filter, by[0]!.path, value, 'exclude') })}
        />
      )}
      <PointAction icon="list" label="See these events" onClick={act({ show: 'list' }, { filter: only, ...time })} />
      <PeopleLink question={question} scope={{ ...scope, filter: only, ...time }} />
    </>
  )
}

/** To the users who did this, in the same time. */
const PeopleLink = ({ question, scope }: { question: Question; scope: Scope }) => {
  const search = searchOf(question.queries[0]!, scope)
  if (!search.ok) return null
  return (
    <PlaceLink
      className={style.action}
      to={`/users${stringifyParams({ ...paramsOf({ ...scope, filter: '' }), did: search.query })}`}
    >
      <Icon name="people" />
      <span>See these people</span>
    </PlaceLink>
  )
}

/** What a group is called among its attributes: `Germany`, or `no Country`. */
const wordsOf = (by: readonly Breakdown[], tags: readonly string[]): string =>
  by
    .flatMap(({ path }, i) =>
      tags[i] === undefined ? [] : tags[i] === MISSING_TAG ? `no ${attributeWord(path)}` : tagWord(path, tags[i]!),
    )
    .join(', ')
