import { exact, percent, short, signedPoints } from '../../../ui/number/format.ts'
import { entityWords, stepWords } from '../../journey/page/words.ts'
import { type Chosen, printChosen } from './address.ts'
import { pairOf, type Question } from './question.ts'
import { type BesideWay, besideWays, type Figure, type Ways } from './result.ts'
import type { ChangeQuestion, Choose } from './use-question.ts'
import style from './ways.module.css'
import { Chain, namesOf, walk } from './ways.tsx'

/** One side of a comparison; the question's own has no key. */
interface Side {
  key: string | undefined
  name: string
  ways: Ways
}

interface Props {
  own: Side
  there: Side
  question: Question
  chosen: Chosen | null
  change: ChangeQuestion
  choose: Choose
}

/** The most frequent ways of both sides: the share of each, and by how much they differ. */
export const BesideList = ({ own, there, question, chosen, change, choose }: Props) => {
  const { start, end } = pairOf(question)
  const [from, to] = [stepWords(question.steps[start - 1]!), stepWords(question.steps[end - 1]!)]
  const rows = besideWays(own.ways, there.ways, question.rows)
  const top = Math.max(0.001, ...rows.flatMap((row) => [row.own?.share ?? 0, row.there?.share ?? 0]))
  const shared = { question, chosen, choose, top }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk the buttons in it
    <div className={style.scroll} onKeyDown={walk}>
      <div className={style.besideHead}>
        {[own, there].map((side) => (
          <button
            key={side.name}
            type="button"
            className={style.count}
            onClick={() => choose({ way: 'all', ...(side.key !== undefined && { of: side.key }) })}
          >
            <bdi title={side.name}>{side.name}</bdi>
            <span className="ww-muted">{`${exact(side.ways.total)} ${entityWords(question.per, side.ways.total)}`}</span>
          </button>
        ))}
        <span>Difference</span>
      </div>
      <ol className={style.ways} aria-label={`Ways from ${from} to ${to}, side by side`}>
        {rows.map((row) => (
          <li key={printChosen({ way: row })} className={style.way}>
            <div className={style.besideFigures}>
              <FigureButton {...shared} row={row} side={own} figure={row.own} />
              <FigureButton {...shared} row={row} side={there} figure={row.there} />
              <span className={style.difference}>{differenceOf(row)}</span>
            </div>
            <Chain way={row} question={question} change={change} from={from} to={to} />
          </li>
        ))}
      </ol>
    </div>
  )
}

const differenceOf = ({ own, there }: BesideWay): string => (own && there ? signedPoints(own.share - there.share) : '')

interface FigureProps extends Pick<Props, 'question' | 'chosen' | 'choose'> {
  row: BesideWay
  side: Side
  figure: Figure | null
  /** The share whose bar is full. */
  top: number
}

const FigureButton = ({ row, side, figure, question, chosen, choose, top }: FigureProps) => {
  if (!figure) return <span className={style.absent}>{`not among the first ${exact(side.ways.ways.length)}`}</span>
  const target: Chosen = {
    way: { events: row.events, isCut: row.isCut },
    ...(side.key !== undefined && { of: side.key }),
  }
  return (
    <button
      type="button"
      className={style.count}
      data-walk
      disabled={figure.value === 0}
      aria-pressed={chosen !== null && printChosen(chosen) === printChosen(target)}
      aria-label={`${side.name}: ${exact(figure.value)} ${entityWords(question.per, figure.value)}, ${percent(figure.share)}: ${namesOf(row)}. List them`}
      title={`${exact(figure.value)} ${entityWords(question.per, figure.value)}`}
      onClick={() => choose(target)}
    >
      <span className={style.track} aria-hidden="true">
        <span className={style.fill} style={{ width: `${(figure.share / top) * 100}%` }} />
      </span>
      <b>{percent(figure.share)}</b>
      <span className="ww-muted">{short(figure.value)}</span>
    </button>
  )
}
