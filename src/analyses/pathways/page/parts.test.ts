import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseParams, stringifyParams } from '../../../ui/scope/search-params.ts'
import { SankeyListRequest, SankeyRequest } from '../definition.ts'
import { paramsOfQuestion, parseChosen, printChosen, questionOf } from './address.ts'
import { type BesideLink, besideLinks } from './beside.ts'
import { LABEL_HEIGHT, layoutOf } from './layout.ts'
import { FIRST_QUESTION } from './question.ts'
import { listRequest, sankeyRequest } from './request.ts'
import { type Diagram, diagramOf, type SankeyAnswer, wayOf } from './result.ts'
import { questions, text } from './testing/questions.ts'

const AROUND = { span: { from: 1000, to: 90_000_000 }, zone: 'UTC', app: 'a', filter: '@geo.country:DE', segment: '' }

test('any question survives the address, and the server takes it', () => {
  fc.assert(
    fc.property(questions, (question) => {
      expect(questionOf(parseParams(stringifyParams(paramsOfQuestion(question))))).toEqual(question)
      const request = sankeyRequest(question, AROUND)
      expect(request.ok && SankeyRequest.safeParse(request.body).error).toBeFalsy()
      const list = listRequest(question, AROUND, { type: 'node', id: '0:/a' }, 100)
      expect(list.ok && SankeyListRequest.safeParse(list.body).error).toBeFalsy()
    }),
  )
  expect(stringifyParams(paramsOfQuestion(FIRST_QUESTION))).toBe('')
})

test('a list of people survives the address', () => {
  fc.assert(
    fc.property(text, text, fc.option(text, { nil: undefined }), (a, b, of) => {
      const whose = of === undefined ? {} : { of }
      for (const one of [
        { type: 'node' as const, id: a, ...whose },
        { type: 'link' as const, source: a, target: b, ...whose },
      ])
        expect(parseChosen(printChosen(one))).toEqual(one)
    }),
  )
})

/** Paths as lists of letters, made into an answer as the server makes it. */
const answerOf = (paths: readonly string[], steps: number): SankeyAnswer => {
  const nodes = new Map<string, SankeyAnswer['data']['attributes']['nodes'][number]>()
  const links = new Map<string, SankeyAnswer['data']['attributes']['links'][number]>()
  const nodeAt = (column: number, name: string | undefined) => {
    const id = name === undefined ? `${column}::dropoff` : `${column}:${name}`
    const type = name === undefined ? ('dropoff' as const) : ('regular' as const)
    const zero = { value: 0, incoming_value: 0, outgoing_value: 0, dropoff_value: 0 }
    const node = nodes.get(id) ?? { id, name: name ?? 'Drop-off', column, type, ...zero }
    nodes.set(id, node)
    return node
  }
  for (const path of paths) {
    const shown = [...new Set(path)].slice(0, steps)
    shown.forEach((name, i) => {
      const node = nodeAt(i, name)
      node.value += 1
      if (i + 1 >= steps) return
      const next = nodeAt(i + 1, shown[i + 1])
      if (next.type === 'dropoff') {
        next.value += 1
        node.dropoff_value += 1
      }
      const id = `${node.id} -> ${next.id}`
      const link = links.get(id) ?? { id, source: node.id, target: next.id, column: i, value: 0 }
      link.value += 1
      links.set(id, link)
    })
  }
  return { data: { attributes: { nodes: [...nodes.values()], links: [...links.values()] } } }
}

const paths = fc.array(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop'), minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 60,
})

test('side by side every way has the figures of both diagrams, those first that differ most', () => {
  fc.assert(
    fc.property(paths, paths, (here, there) => {
      const [own, other] = [here, there].map((all) => diagramOf(answerOf(all, 3), false)) as [Diagram, Diagram]
      const rows = besideLinks(own, other, false)
      const count = (all: readonly string[], { link: { source, target, column } }: BesideLink) =>
        all.filter((path) => {
          const [from, to] = [...new Set(path)].slice(0, 3).slice(column, column + 2)
          return (
            `${column}:${from}` === source &&
            (to === undefined ? `${column + 1}::dropoff` : `${column + 1}:${to}`) === target
          )
        }).length
      for (const row of rows) {
        expect(row.own).toEqual({ value: count(here, row), share: count(here, row) / here.length })
        expect(row.there).toEqual({ value: count(there, row), share: count(there, row) / there.length })
      }
      const differences = rows.map((row) => Math.abs(row.own!.share - row.there!.share))
      expect(differences).toEqual([...differences].sort((a, b) => b - a))
    }),
    { numRuns: 50 },
  )
})

test('labels never overlap, nodes stay within the drawing, and columns add up', () => {
  fc.assert(
    fc.property(paths, fc.integer({ min: 2, max: 8 }), fc.integer({ min: 300, max: 1600 }), (all, steps, width) => {
      const diagram = diagramOf(answerOf(all, steps), false)
      const layout = layoutOf(diagram, { width, height: 300 }, false)
      for (const { index } of diagram.columns) {
        const middles = layout.nodes
          .filter(({ node }) => node.column === index)
          .map(({ y, height }) => y + height / 2)
          .sort((a, b) => a - b)
        for (const [i, middle] of middles.entries()) {
          expect(middle).toBeGreaterThanOrEqual(LABEL_HEIGHT / 2 - 1e-6)
          expect(middle).toBeLessThanOrEqual(layout.height - LABEL_HEIGHT / 2 + 1e-6)
          if (i > 0) expect(middle - middles[i - 1]!).toBeGreaterThanOrEqual(LABEL_HEIGHT - 1e-6)
        }
      }
      for (const [i, { value, left }] of diagram.columns.entries())
        if (i > 0) expect(value + left).toBe(diagram.columns[i - 1]!.value)
    }),
  )
})

test('the way through a node is what leads to it and what comes after it, and nothing beside', () => {
  const diagram = diagramOf(answerOf(['abc', 'abd', 'xbd', 'xy'], 3), false)
  const lit = wayOf('2:c', diagram)
  expect([...lit].filter((id) => !id.includes('->')).sort()).toEqual(['0:a', '0:x', '1:b', '2:c'])
  expect(lit.has('1:b -> 2:d')).toBe(false)
})
