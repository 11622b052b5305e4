import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type SlowPathways, slowPathways } from '../../../test/support/evaluator/pathways.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerSankey } from './answer.ts'
import { SankeyListRequest, SankeyRequest } from './definition.ts'
import { answerSankeyList } from './list.ts'

const store = storeOfFile()

const T = Date.UTC(2026, 10, 10)
const PAGES = ['/', '/cart', '/shop/a', '/shop/b', '/shop/c/d', '/pay', '/done', '/help']

interface Case {
  events: PlainEvent[]
  steps: number
  per: number
  expand: { column: number; entries: number } | undefined
  before: boolean
  anchor: '/cart' | '/shop/*' | undefined
  hide: string[]
  folderDepth: number | undefined
  from: number
  to: number
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    events: fc.array(
      fc.record({
        type: fc.constantFrom('view' as const, 'view' as const, 'view' as const, 'action' as const),
        name: fc.constantFrom(...PAGES),
        // few instants, so that many events share one
        at: fc.integer({ min: 0, max: 12 }).map((n) => T + n * 1000),
        who: fc.integer({ min: 0, max: 8 }),
      }),
      { maxLength: 50 },
    ),
    steps: fc.integer({ min: 1, max: 6 }),
    per: fc.integer({ min: 1, max: 4 }),
    expand: fc.option(fc.record({ column: fc.integer({ min: 0, max: 5 }), entries: fc.integer({ min: 1, max: 8 }) }), {
      nil: undefined,
    }),
    before: fc.boolean(),
    anchor: fc.constantFrom('/cart' as const, '/shop/*' as const, undefined),
    hide: fc.subarray(['/help', '/', '/shop/*'], { maxLength: 1 }),
    folderDepth: fc.constantFrom(undefined, undefined, 1, 2),
    from: fc.constantFrom(T, T + 3000),
    to: fc.constantFrom(T + 9000, T + 60_000),
  })
  .map(({ events, expand, ...rest }) => ({
    ...rest,
    expand: expand && expand.column < rest.steps ? expand : undefined,
    events: events.map(({ who, ...event }) => ({ ...event, session: `s${who}`, settled: who % 2 === 0 })),
  }))

const folded = (name: string, depth: number | undefined): string => {
  const parts = name.split('/')
  return depth && parts.length - 1 > depth ? `${parts.slice(0, depth + 1).join('/')}/*` : name
}

const slow = ({ anchor, hide, folderDepth, per, expand, ...rest }: Case): SlowPathways => ({
  ...rest,
  entries: Array.from({ length: rest.steps }, (_, column) => (expand?.column === column ? expand.entries : per)),
  nameOf: (event) => {
    const name = event.type === 'view' ? folded(event.name, folderDepth) : ''
    return hide.includes(name) ? '' : name
  },
  ...(anchor
    ? { isAnchor: (event) => (anchor === '/cart' ? event.name === anchor : event.name.startsWith('/shop/')) }
    : {}),
})

const asked = (one: Case) => ({
  definition: {
    source: '@view.name',
    target: '@view.name',
    number_of_steps: one.steps,
    entries_per_step: one.per,
    direction: one.before ? 'before' : 'after',
    hide: one.hide,
    expand: one.expand ? [one.expand] : [],
    folder_depth: one.folderDepth,
  },
  search: { query: one.anchor ? `@type:view @view.name:${one.anchor}` : '@type:view' },
  time: { from: one.from, to: one.to },
})

const ask = (one: Case) => {
  const { attributes } = SankeyRequest.parse({ data: { type: 'sankey_request', attributes: asked(one) } }).data
  return store.ask(T, (asking) => answerSankey(attributes, asking))
}

const askList = (one: Case, target: object) => {
  const attributes = { ...asked(one), target, entity_columns: ['@view.name'], limit: 1000 }
  const request = SankeyListRequest.parse({ data: { type: 'sankey_list_request', attributes } })
  return store.ask(T, (asking) => answerSankeyList(request.data.attributes, asking))
}

test('every diagram is the one that slow counting gives, and its columns add up', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await store.fill(one.events)
      const { nodes, links } = await ask(one)
      const placeOf = new Map(nodes.map((node) => [node.id, `${node.column} ${node.name}`]))
      expect(placeOf.size).toBe(nodes.length)
      expect({
        nodes: Object.fromEntries(nodes.map((node) => [placeOf.get(node.id), node.value])),
        links: Object.fromEntries(
          links.map((link) => [`${placeOf.get(link.source)} -> ${placeOf.get(link.target)}`, link.value]),
        ),
      }).toEqual(slowPathways(one.events, slow(one)))
      for (const node of nodes) {
        const into = sum(links.filter((link) => link.target === node.id).map((link) => link.value))
        const out = sum(links.filter((link) => link.source === node.id).map((link) => link.value))
        expect([into, out]).toEqual(
          one.before
            ? [node.incoming_value + node.dropoff_value, node.outgoing_value]
            : [node.incoming_value, node.outgoing_value + node.dropoff_value],
        )
        if (node.column > 0 && node.column < one.steps - 1 && node.type !== 'dropoff')
          expect([into, out]).toEqual([node.value, node.value])
        if (node.aggregated_nodes) expect(sum(node.aggregated_nodes.map(({ value }) => value))).toBe(node.value)
      }
    }),
    { numRuns: 20, interruptAfterTimeLimit: 40_000 },
  )
})

const sum = (of: readonly number[]) => of.reduce((all, n) => all + n, 0)

test('every list is as long as the node or the link that it is of, and names each entity once', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await store.fill(one.events)
      const { nodes, links } = await ask(one)
      const targets = [
        ...nodes.map(({ id, value }) => ({ target: { type: 'node', id }, value })),
        ...links.map(({ source, target, value }) => ({ target: { type: 'link', source, target }, value })),
      ]
      for (const { target, value } of targets) {
        const { records, total_count } = await askList(one, target)
        const ids = new Set(records.map((record) => record['@session.id']))
        expect([records.length, ids.size, total_count], JSON.stringify(target)).toEqual([value, value, value])
      }
    }),
    { numRuns: 4, interruptAfterTimeLimit: 30_000 },
  )
})

test('a node and a link that are not in the diagram are refused by name', async () => {
  const one: Case = {
    events: ['/', '/cart'].map((name, i) => ({ type: 'view', name, at: T + i * 1000, session: 's', settled: false })),
    steps: 2,
    per: 5,
    expand: undefined,
    before: false,
    anchor: undefined,
    hide: [],
    folderDepth: undefined,
    from: T,
    to: T + 60_000,
  }
  await store.fill(one.events)
  await expect(askList(one, { type: 'node', id: '0:/never' })).rejects.toMatchObject({
    message: expect.stringContaining('"0:/never" is not in this diagram'),
  })
  const backwards = { type: 'link', source: '1:/cart', target: '0:/' }
  await expect(askList(one, backwards)).rejects.toMatchObject({
    message: expect.stringContaining('no path of this diagram goes from "1:/cart" to "0:/"'),
  })
})
