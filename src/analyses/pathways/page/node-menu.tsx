import { Menu } from '@mantine/core'
import { attributeMatch, is } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { wildcards } from '../../../model/search/value-pattern.ts'
import { usePlaces } from '../../../ui/link.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { paramsOf } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { NAME_PATHS } from '../../journey/page/step.ts'
import { cut, entityWords, KIND_WORDS } from '../../journey/page/words.ts'
import type { NodeProps } from './node-button.tsx'
import { expanded } from './question.ts'
import { nodeName } from './words.ts'

/** So many names more each time that "other" is looked into. */
const MORE = 10

/** What can be done with a node: ask from it, list its people, pass over it, take it into a funnel. */
export const NodeMenu = ({ placed: { node }, question, change, choose, diagram, picked, onPick }: Props) => {
  const { scope } = useFrame()
  const { go } = usePlaces()
  const { per, direction, of } = question
  const before = direction === 'before'
  const name = node.name
  const stub = diagram.stubs.find(({ source, target }) => (before ? target : source) === node.id)
  const people = (n: number) => `${exact(n)} ${entityWords(per, n)}`
  const fresh = { hide: question.hide, expand: [], pick: [] }
  return (
    <>
      <Menu.Label>{cut(nodeName(node))}</Menu.Label>
      <Menu.Item onClick={() => choose({ type: 'node', id: node.id })}>{`List the ${people(node.value)}`}</Menu.Item>
      {stub && (
        <Menu.Item onClick={() => choose({ type: 'link', source: stub.source, target: stub.target })}>
          {`List the ${people(stub.value)} who ${before ? 'began' : 'left'} here`}
        </Menu.Item>
      )}
      {node.type === 'other' ? (
        <Menu.Item onClick={() => change({ expand: expanded(question, node.column, MORE) })}>
          {`Show ${MORE} more names here`}
        </Menu.Item>
      ) : (
        <>
          <Menu.Divider />
          <Menu.Item onClick={() => change({ ...fresh, at: name, direction: 'after' })}>What comes after it</Menu.Item>
          <Menu.Item onClick={() => change({ ...fresh, at: name, direction: 'before' })}>
            What comes before it
          </Menu.Item>
          <Menu.Item onClick={() => change({ hide: [...question.hide, name], pick: [] })}>Pass over it</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={onPick}>{picked ? 'Take it out of the funnel' : 'Take it into a funnel'}</Menu.Item>
          <Menu.Item
            onClick={() => {
              const q = printSearch(attributeMatch(NAME_PATHS[of], is(wildcards(name))))
              const params = { ...paramsOf({ ...scope, filter: [scope.filter, q].filter(Boolean).join(' ') }) }
              go(`/analytics${stringifyParams({ ...params, a: `*;count;@type:${of}` })}`)
            }}
          >
            {`${KIND_WORDS[of].many} of it in Analytics`}
          </Menu.Item>
        </>
      )}
    </>
  )
}

interface Props extends NodeProps {
  picked: boolean
  onPick: () => void
}
