import type { SentSegment } from './send-recording.ts'

type Record = SentSegment['records'][number]
interface Node {
  id: number
  [field: string]: unknown
}

const element = (id: number, tagName: string, attributes: object = {}, childNodes: Node[] = []): Node => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
})
const text = (id: number, textContent: string): Node => ({ type: 3, id, textContent })

/** Parts of the page that the changes name. */
const ID = { body: 10, list: 20, style: 30, field: 40, area: 41, tick: 42, pick: 50, box: 60, host: 70, dialog: 80 }
const STEP_MS = 250

const page = (): Node => ({
  type: 0,
  id: 1,
  childNodes: [
    { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
    element(3, 'html', {}, [
      element(4, 'head', {}, [element(ID.style, 'style', {}, [text(31, 'p { color: #123 }')]), element(32, 'style')]),
      element(ID.body, 'body', {}, [
        element(ID.list, 'ul'),
        element(ID.field, 'input', { value: 'one' }),
        element(ID.area, 'textarea', { value: 'two' }),
        element(ID.tick, 'input', { type: 'checkbox', checked: true }),
        element(
          ID.pick,
          'select',
          {},
          [51, 52, 53].map((id) => element(id, 'option', { value: `o${id}` })),
        ),
        element(ID.box, 'div', { style: 'height:80px;overflow:auto' }, [element(61, 'p', { style: 'height:900px' })]),
        element(ID.host, 'div', {}, [{ type: 11, id: 71, isShadowRoot: true, childNodes: [element(72, 'p')] }]),
        element(ID.dialog, 'dialog', {}, [text(81, 'Sure?')]),
      ]),
    ]),
  ],
})

/**
 * A view whose page changes in all ways that are recorded, four times a second: rows come, move and go among others,
 * fields are filled in, styles change by rule and by text, options and shadow roots too, boxes are scrolled.
 */
export const changingRecording = (start: number, seconds: number, seed = 1): Record[] => {
  let random = seed
  const upTo = (most: number) => {
    random = (random * 48_271) % 2_147_483_647
    return random % most
  }
  let nextId = 1000
  let rows: number[] = []
  let options = [51, 52, 53]
  const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length)]!
  const mutation = (change: object) => ({ source: 0, adds: [], removes: [], attributes: [], texts: [], ...change })
  const newRow = () => {
    const id = nextId++
    return element(id, 'li', { class: `r${id}` }, [text(nextId++, `Row ${id}`), element(nextId++, 'b')])
  }
  const ways: (() => object)[] = [
    () => {
      const [row, before] = [newRow(), upTo(3) > 0 ? oneOf([...rows, null]) : null]
      rows.splice(before === null ? rows.length : rows.indexOf(before), 0, row.id)
      return mutation({ adds: [{ parentId: ID.list, nextId: before, node: row }] })
    },
    () => {
      const gone = rows.filter(() => upTo(5) === 0)
      rows = rows.filter((id) => !gone.includes(id))
      return mutation({ removes: gone.map((id) => ({ id, parentId: ID.list })) })
    },
    () =>
      mutation({
        attributes: rows.slice(0, 3).map((id) => ({ id, attributes: { class: `c${upTo(9)}`, title: null } })),
      }),
    () => mutation({ texts: rows.slice(-3).map((id) => ({ id: id + 1, value: `Changed ${upTo(99)}` })) }),
    () => mutation({ texts: [{ id: 31, value: `p { color: #${100 + upTo(800)} }` }] }),
    () => ({ source: 8, id: oneOf([ID.style, 32]), adds: [{ rule: `b { margin: ${upTo(9)}px }`, index: 0 }] }),
    () => ({ source: 5, id: oneOf([ID.field, ID.area]), text: `Typed ${upTo(99)}`, isChecked: false }),
    () => ({ source: 5, id: ID.tick, text: 'on', isChecked: upTo(2) === 0 }),
    () => ({ source: 5, id: ID.pick, text: `o${oneOf(options)}`, isChecked: false }),
    () => {
      const [gone, id] = [oneOf(options), nextId++]
      options = [...options.filter((one) => one !== gone), id]
      const node = element(id, 'option', { value: `o${id}` })
      return mutation({ removes: [{ id: gone, parentId: ID.pick }], adds: [{ parentId: ID.pick, nextId: null, node }] })
    },
    () =>
      mutation({ attributes: [{ id: ID.field, attributes: { value: `v${upTo(9)}`, style: `width:${upTo(200)}px` } }] }),
    () => mutation({ attributes: [{ id: ID.dialog, attributes: { open: oneOf(['', null]) } }] }),
    () => mutation({ adds: [{ parentId: 72, nextId: null, node: text(nextId++, 'In a shadow') }] }),
    () => ({ source: 3, id: ID.box, x: 0, y: upTo(700) }),
    () => ({ source: 4, width: 700 + upTo(300), height: 500 }),
    () => ({ source: 2, type: 2, id: ID.list, x: upTo(300), y: upTo(300) }),
  ]
  const records: Record[] = [
    { type: 4, timestamp: start, data: { width: 900, height: 600, href: 'https://shop.example/' } },
    { type: 2, timestamp: start, data: { node: page(), initialOffset: { left: 0, top: 0 } } },
  ]
  for (let at = start + STEP_MS; at <= start + seconds * 1000; at += STEP_MS) {
    records.push({ type: 3, timestamp: at, data: oneOf(ways)() })
    const positions = [{ x: upTo(600), y: upTo(400), id: ID.body, timeOffset: 0 }]
    records.push({ type: 3, timestamp: at, data: { source: 1, positions } })
  }
  return records
}
