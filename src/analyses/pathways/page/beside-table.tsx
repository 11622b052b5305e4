import { exact, percent } from '../../../ui/number/format.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import result from '../../funnel/page/result.module.css'
import { type BesideLink, besideLinks } from './beside.ts'
import type { Question } from './question.ts'
import type { Diagram } from './result.ts'
import type { Choose } from './use-question.ts'
import { columnTitle, differenceWords, endWords } from './words.ts'

interface Side {
  name: string
  diagram: Diagram
  choose: Choose
}

interface Props {
  question: Question
  own: Side
  there: Side
}

/** The ways of both side by side, those first that differ most: of all who began, how many went from where to where. */
export const BesideTable = ({ question, own, there }: Props) => {
  const before = question.direction === 'before'
  const rows = besideLinks(own.diagram, there.diagram, before)
  const wayWords = ({ link }: BesideLink) => `${endWords(link.source, before)} to ${endWords(link.target, before)}`
  const columns: Column<BesideLink>[] = [
    {
      key: 'step',
      title: 'From',
      width: 76,
      render: ({ link }) => {
        const { columns: all } = own.diagram.columns[link.column] ? own.diagram : there.diagram
        return columnTitle(all[link.column]!, all.length, before)
      },
    },
    ...(['source', 'target'] as const).map(
      (end): Column<BesideLink> => ({
        key: end,
        title: end === 'target' ? 'To' : question.of === 'view' ? 'Page' : 'Event',
        width: 170,
        render: ({ link }) => <bdi title={endWords(link[end], before)}>{endWords(link[end], before)}</bdi>,
      }),
    ),
    ...[['own', own] as const, ['there', there] as const].map(
      ([key, side]): Column<BesideLink> => ({
        key,
        title: side.name,
        width: 150,
        align: 'right',
        render: (row) => {
          const figure = row[key]
          if (!figure) return <span title="One of its ends is among the others here: show more names">not shown</span>
          return (
            <button
              type="button"
              className={result.cellButton}
              aria-label={`${side.name}: ${exact(figure.value)} from ${wayWords(row)}. List them`}
              disabled={figure.value === 0}
              onClick={() => side.choose({ type: 'link', source: row.link.source, target: row.link.target })}
            >
              {`${exact(figure.value)} · ${percent(figure.share)}`}
            </button>
          )
        },
      }),
    ),
    {
      key: 'difference',
      title: 'Difference',
      width: 90,
      align: 'right',
      render: ({ own: a, there: b }) => (a && b ? differenceWords(a.share, b.share) : ''),
    },
  ]
  return <DataTable label="Ways side by side" rows={rows} columns={columns} rowKey={({ link }) => link.id} />
}
