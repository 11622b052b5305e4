import { duration, exact, percent, short, signedPoints } from '../../../ui/number/format.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import { attributeWord } from '../../analytics/words.ts'
import { stepWords } from '../../journey/page/words.ts'
import { drawnCourses } from './bars.ts'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'
import style from './result.module.css'
import { type Course, type FunnelResult, figuresOf, OTHER_TAG, OWN, rateOf, typicalTime } from './result.ts'

interface Props {
  result: FunnelResult
  question: Question
  colours: ReadonlyMap<string, string>
  nameOf: (group: string) => string
  chosen: Chosen | null
  onChoose: (chosen: Chosen) => void
}

/** The breakdown's values, or what is compared, with all of their numbers. It names the colours of the bars. */
export const GroupsTable = ({ result, question, colours, nameOf, chosen, onChoose }: Props) => {
  const drawn = new Set(drawnCourses(result).map((c) => c.group))
  const hidden = result.groups.length - drawn.size
  const times = result.groups.some((g) => g.times.some((t) => typicalTime(t)))
  const columns: Column<Course>[] = [
    {
      key: 'group',
      title: titleOf(question),
      width: 160,
      render: (c) => <Value course={c} drawn={drawn} colours={colours} nameOf={nameOf} limit={question.by?.limit} />,
    },
    ...question.steps.map((step, i) => stepColumn(i, stepWords(step), nameOf, onChoose)),
    { key: 'rate', title: 'Converted', width: 96, align: 'right', render: (c) => percent(rateOf(c)) },
    ...(question.by ? [] : [difference(result.all)]),
    ...(times ? [lastTime(question)] : []),
  ]
  return (
    <>
      {hidden > 0 && (
        <p className="ww-muted" style={{ margin: 0 }}>
          {`The bars show the first ${drawn.size} of ${exact(result.groups.length)} values; the table has all of them.`}
        </p>
      )}
      <div className={style.table} style={{ height: Math.min(300, 34 + 29 * result.groups.length) }}>
        <DataTable
          label={question.by ? 'Values of the breakdown' : 'What is compared'}
          rows={result.groups}
          columns={columns}
          rowKey={(c) => c.group ?? ''}
          current={chosen?.group}
        />
      </div>
    </>
  )
}

const titleOf = ({ by, versus }: Question): string =>
  by ? attributeWord(by.path) : versus?.kind === 'segments' ? 'Segment' : 'Period'

/** Of rates, in percentage points: how much better what was asked for is than what it is compared with. */
const difference = (own: Course): Column<Course> => ({
  key: 'difference',
  title: 'Difference',
  width: 96,
  align: 'right',
  render: (course) => {
    const [mine, theirs] = [rateOf(own), rateOf(course)]
    if (course.group === OWN || mine === null || theirs === null) return ''
    return <span title="Percentage points by which the first row converts better">{signedPoints(mine - theirs)}</span>
  },
})

const stepColumn = (i: number, name: string, nameOf: Props['nameOf'], onChoose: Props['onChoose']): Column<Course> => ({
  key: `s${i + 1}`,
  title: `${i + 1} ${name}`,
  width: 106,
  align: 'right',
  render: (course) => {
    const { count, ofStart } = figuresOf(course)[i]!
    const text = (
      <>
        {short(count)}
        {i > 0 && <span className="ww-muted">{` ${percent(ofStart)}`}</span>}
      </>
    )
    if (course.group === OTHER_TAG || count === 0) return <span title={exact(count)}>{text}</span>
    return (
      <button
        type="button"
        className={style.cellButton}
        title={exact(count)}
        aria-label={`${nameOf(course.group ?? '')}, step ${i + 1}: ${exact(count)}. List them`}
        onClick={() => onChoose({ step: i + 1, side: 'reached', group: course.group ?? undefined })}
      >
        {text}
      </button>
    )
  },
})

/** How long the last step took, where there are but two: the whole way. */
const lastTime = ({ steps }: Question): Column<Course> => ({
  key: 'time',
  title: steps.length === 2 ? 'Time' : 'Time of last step',
  width: 110,
  align: 'right',
  render: (course) => duration(typicalTime(course.times.at(-1))?.ms),
})

interface ValueProps {
  course: Course
  drawn: ReadonlySet<string | null>
  colours: ReadonlyMap<string, string>
  nameOf: Props['nameOf']
  limit: number | undefined
}

const Value = ({ course, drawn, colours, nameOf, limit }: ValueProps) => (
  <span
    title={
      course.group === OTHER_TAG
        ? `All other values; the breakdown asks for the first ${limit}`
        : nameOf(course.group ?? '')
    }
  >
    <span
      className={style.swatch}
      style={drawn.has(course.group) ? { background: colours.get(course.group ?? '') } : undefined}
    />
    <bdi>{nameOf(course.group ?? '')}</bdi>
  </span>
)
