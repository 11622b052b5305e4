import { expect, test } from 'vitest'
import { attributesOf, casesIn, eventsOf } from '../../../test/support/evaluator/case.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerSankey } from './answer.ts'
import { SankeyRequest } from './definition.ts'

interface Expected {
  /** Links between values; those to drop-offs are told by the nodes. */
  links: [source: string, target: string, value: number][]
  nodes?: [id: string, value: number][]
}

const store = storeOfFile()

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

test.each(casesIn<Expected>(new URL('./cases/', import.meta.url)))('%s', async (_, one) => {
  const { attributes } = SankeyRequest.parse({ data: { type: 'sankey_request', attributes: attributesOf(one) } }).data
  for (const settled of [false, true]) {
    await store.fill(eventsOf(one, () => settled))
    const { nodes, links } = await store.ask(Date.UTC(2026, 10, 22), (asking) => answerSankey(attributes, asking))
    const shown = links.filter((link) => !`${link.source}${link.target}`.includes('::dropoff'))
    expect(shown.map(({ source, target, value }) => [source, target, value]).sort(byText)).toEqual(
      [...one.expected.links].sort(byText),
    )
    if (one.expected.nodes) {
      expect(nodes.map(({ id, value }) => [id, value]).sort(byText)).toEqual([...one.expected.nodes].sort(byText))
    }
  }
})
