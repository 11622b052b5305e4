import { afterAll, expect, test } from 'vitest'
import { type Planted, plant } from './planted.ts'

/** What each room may import; the table of CONTRIBUTING.md, "Rooms". */
const MAY: Record<string, string[]> = {
  lib: [],
  sql: ['lib'],
  model: ['lib'],
  query: ['lib', 'sql', 'model', 'sessions'],
  engine: ['lib', 'sql', 'model'],
  sessions: ['lib', 'sql', 'model', 'engine'],
  intake: ['lib', 'sql', 'model', 'engine', 'sessions'],
  replay: ['lib', 'sql', 'model', 'query', 'engine'],
  audience: ['lib', 'sql', 'model', 'query', 'engine', 'sessions'],
  analyses: ['lib', 'sql', 'model', 'query', 'engine', 'sessions', 'audience', 'replay', 'ui'],
  catalog: ['lib', 'model'],
  api: ['lib', 'sql', 'model', 'query', 'engine', 'intake', 'sessions', 'replay', 'audience', 'analyses', 'catalog'],
  ui: ['lib', 'model'],
  web: ['lib', 'model', 'ui', 'analyses'],
  demo: ['lib', 'model'],
  cli: 'lib sql model query engine intake sessions replay audience analyses catalog api demo'.split(' '),
}
const ROOMS = Object.keys(MAY)

/** Files that stand for others of their kind, each with what it may import. */
const PLACES: Record<string, string[]> = {
  ...Object.fromEntries(
    ROOMS.flatMap((room) => [`${room}/one.ts`, `${room}/deep/er/two.ts`].map((f) => [f, MAY[room]!])),
  ),
  'analyses/funnel/compile.ts': ['lib', 'sql', 'model', 'query'],
  'analyses/funnel/definition.ts': ['lib', 'sql', 'model', 'query'],
  'analyses/funnel/shape.ts': ['lib', 'sql', 'model', 'query'],
  'analyses/funnel/view.tsx': ['lib', 'model', 'ui'],
  'analyses/views.ts': ['lib', 'model', 'ui'],
  'ui/chart/bar.tsx': MAY.ui!,
  'web/page/home.tsx': MAY.web!,
}

let planted: Planted | undefined
afterAll(() => planted?.remove())

const importsOf = (place: string): string[] => {
  const up = '../'.repeat(place.split('/').length - 1)
  return [...ROOMS, 'outside'].map((room) =>
    room === 'outside' ? `import '${up}../test/support/thing.ts'` : `import '${up}${room}/offer/thing.ts'`,
  )
}

test('each room may import the rooms of its list, and no other', () => {
  planted = plant(
    Object.fromEntries(Object.keys(PLACES).map((place) => [`src/${place}`, `${importsOf(place).join('\n')}\n`])),
  )
  const found = planted.lint().filter(({ rule }) => rule === 'noRestrictedImports')
  for (const [place, may] of Object.entries(PLACES)) {
    const refused = found.filter(({ file }) => file === `src/${place}`).map(({ line }) => ROOMS[line - 1] ?? 'outside')
    const own = place.split('/')[0]!
    const expected = [...ROOMS.filter((room) => room !== own && !may.includes(room)), 'outside']
    expect([place, ...refused.sort()]).toEqual([place, ...expected.sort()])
  }
})

test('tests, contract suites and what is made for them may import any room', () => {
  const places = ['lib/time.test.ts', 'catalog/catalog.contract.ts', 'intake/testing/child.ts', 'ui/deep/list.test.tsx']
  const repository = plant(
    Object.fromEntries(places.map((place) => [`src/${place}`, `${importsOf(place).join('\n')}\n`])),
  )
  expect(repository.lint().filter(({ rule }) => rule === 'noRestrictedImports')).toEqual([])
  repository.remove()
})

test('what runs in browsers uses no Node API', () => {
  const nodeImports = "import 'node:fs'\nimport 'node:fs/promises'\nexport {}\n"
  const browser = ['model/one.ts', 'ui/one.tsx', 'web/one.tsx', 'analyses/funnel/view.tsx']
  const server = ['engine/one.ts', 'intake/one.ts']
  const repository = plant(Object.fromEntries([...browser, ...server].map((place) => [`src/${place}`, nodeImports])))
  const found = repository.lint().filter(({ rule }) => rule === 'noRestrictedImports')
  expect(found.map(({ file }) => file).sort()).toEqual(
    browser.flatMap((place) => [`src/${place}`, `src/${place}`]).sort(),
  )
  repository.remove()
})

test('sources do not import what is made for tests', () => {
  const repository = plant({ 'src/intake/one.ts': "import './testing/child.ts'\nimport './log/testing/child.ts'\n" })
  expect(repository.lint().filter(({ rule }) => rule === 'noRestrictedImports')).toHaveLength(2)
  repository.remove()
})

test('the views of an analysis do not take what makes and reads SQL', () => {
  const imports = ['./definition.ts', './compile.ts', './shape.ts', '../registry.ts'].map((file) => `import '${file}'`)
  const repository = plant({ 'src/analyses/funnel/view.tsx': `${imports.join('\n')}\n` })
  const found = repository.lint().filter(({ rule }) => rule === 'noRestrictedImports')
  expect(found.map(({ line }) => line)).toEqual([2, 3, 4])
  repository.remove()
})

test('the web app takes of analyses only what runs in browsers', () => {
  const taken = [
    'analyses/views.ts',
    'analyses/funnel/definition.ts',
    'analyses/registry.ts',
    'analyses/funnel/compile.ts',
  ]
  const repository = plant({ 'src/web/one.tsx': `${taken.map((file) => `import '../${file}'`).join('\n')}\n` })
  const found = repository.lint().filter(({ rule }) => rule === 'noRestrictedImports')
  expect(found.map(({ line }) => line)).toEqual([3, 4])
  repository.remove()
})
