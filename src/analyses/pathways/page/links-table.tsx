import { exact, percent } from '../../../ui/number/format.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import result from '../../funnel/page/result.module.css'
import { entityWords } from '../../journey/page/words.ts'
import type { Question } from './question.ts'
import type { Diagram, SankeyLink, SankeyNode } from './result.ts'
import type { Choose } from './use-question.ts'
import { columnTitle, nodeName } from './words.ts'

interface Row {
  link: SankeyLink
  from: SankeyNode | undefined
  to: SankeyNode | undefined
}

interface Props {
  diagram: Diagram
  question: Question
  choose: Choose
}

/** The diagram as a table: a row for each way from one column to the next, and for those who went no further. */
export const LinksTable = ({ diagram, question, choose }: Props) => {
  const before = question.direction === 'before'
  const byId = new Map(diagram.nodes.map((node) => [node.id, node]))
  const rows: Row[] = [...diagram.links, ...diagram.stubs]
    .sort((a, b) => a.column - b.column || b.value - a.value)
    .map((link) => ({ link, from: byId.get(link.source), to: byId.get(link.target) }))
  const ends = before ? 'began here' : 'left'
  const name = (node: SankeyNode | undefined) => (node ? nodeName(node) : ends)
  const columns: Column<Row>[] = [
    {
      key: 'step',
      title: 'From',
      width: 110,
      render: ({ link }) => columnTitle(diagram.columns[link.column]!, diagram.columns.length, before),
    },
    {
      key: 'from',
      title: question.of === 'view' ? 'Page' : 'Event',
      width: 240,
      render: ({ from }) => <bdi title={name(from)}>{name(from)}</bdi>,
    },
    { key: 'to', title: 'To', width: 240, render: ({ to }) => <bdi title={name(to)}>{name(to)}</bdi> },
    {
      key: 'value',
      title: entityWords(question.per, 2).replace(/^./, (c) => c.toUpperCase()),
      width: 110,
      align: 'right',
      render: ({ link, from, to }) => (
        <button
          type="button"
          className={result.cellButton}
          aria-label={`${exact(link.value)} from ${name(from)} to ${name(to)}. List them`}
          onClick={() => choose({ type: 'link', source: link.source, target: link.target })}
        >
          {exact(link.value)}
        </button>
      ),
    },
    {
      key: 'share',
      title: before ? 'Of the page after' : 'Of the page before',
      width: 130,
      align: 'right',
      render: ({ link, from, to }) => percent(link.value / ((before ? to : from)?.value || 1)),
    },
  ]
  return <DataTable label="Ways from step to step" rows={rows} columns={columns} rowKey={({ link }) => link.id} />
}
