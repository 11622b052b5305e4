import { Button } from '@mantine/core'
import { usePlaces } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { paramsOf } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { FEWEST_STEPS } from '../../journey/page/step.ts'
import { paramsOfSteps } from '../../journey/page/step-address.ts'
import type { Question } from './question.ts'
import type { Diagram, SankeyNode } from './result.ts'
import style from './sankey.module.css'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  diagram: Diagram
  question: Question
  change: ChangeQuestion
}

/** The nodes chosen for a funnel, in the order of their columns, and the way to it. */
export const Picked = ({ diagram, question, change }: Props) => {
  const { scope } = useFrame()
  const { go } = usePlaces()
  const nodes = diagram.nodes
    .filter((node): node is SankeyNode => question.pick.includes(node.id) && node.type === 'regular')
    .sort((a, b) => a.column - b.column)
  const steps = nodes.map(({ name }) => ({ events: [{ kind: question.of, name }], filter: '' }))
  const open = () => {
    const per = question.per === 'session' ? undefined : question.per
    go(`/funnel${stringifyParams({ ...paramsOf(scope), ...paramsOfSteps(steps), per })}`)
  }
  return (
    <div className={style.pick} role="status">
      <span className="ww-muted">Funnel</span>
      <bdi>{nodes.map(({ name }) => name).join(' → ') || 'of nodes that are not shown now'}</bdi>
      {nodes.length < FEWEST_STEPS ? (
        <span className="ww-muted">needs two at least</span>
      ) : (
        <Button size="compact-xs" onClick={open}>{`Open it with ${nodes.length} steps`}</Button>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change({ pick: [] })}>
        Drop it
      </Button>
    </div>
  )
}
