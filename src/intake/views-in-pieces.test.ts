import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHome, startHome, type TestHome } from '../../test/support/homes.ts'
import type { ClientEngine } from '../engine/client-engine.ts'
import { migrate } from '../engine/migrate.ts'
import { createViewsInPieces, viewOfLine } from './views-in-pieces.ts'

let home: TestHome
let engine: ClientEngine

beforeAll(async () => {
  home = await startHome('embedded')
  engine = await openHome(home)
  await migrate(engine)
})
afterAll(async () => {
  await engine.close()
  await home.stop()
})

const line = (view_id: string, kind: 'view' | 'view_update', source = 'browser') =>
  JSON.stringify({ application_id: 'a', session_id: 's', view_id, document_version: 1, kind, source, event: '{}' })

test('only views of which something came in pieces are looked up, now, later and after a restart', async () => {
  const pieces = createViewsInPieces(engine)
  const first = [line('whole', 'view'), line('updated', 'view'), line('of a phone', 'view', 'ios')]
  const second = [line('whole', 'view'), line('updated', 'view_update')]
  for (const lines of [first, second]) await engine.insert('view_documents', lines.join('\n'))
  const among = (of: typeof pieces, lines: string[]) => of.among(lines.map(viewOfLine))
  expect(await among(pieces, [line('whole', 'view')])).toEqual([])
  expect(await among(pieces, second)).toEqual(['updated'])

  const inOrder = createViewsInPieces(engine)
  expect((await among(inOrder, [...first, ...second])).sort()).toEqual(['of a phone', 'updated'])
  const later = line('later', 'view_update')
  expect(await among(inOrder, [line('later', 'view')])).toEqual([])
  expect(await among(inOrder, [later])).toEqual(['later'])
  expect(await among(inOrder, [line('later', 'view')])).toEqual(['later'])
})
