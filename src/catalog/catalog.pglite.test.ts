import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeCatalog } from './catalog.contract.ts'
import { openCatalog } from './open.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayworn-catalog-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describeCatalog('catalog in PGlite', async () => ({ folder: join(folder, 'catalog') }))

test('a folder that cannot be one is named', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const quiet = () => {}
  const opening = openCatalog({ folder: join(file, 'inside'), log: { info: quiet, warn: quiet, error: quiet } })
  await expect(opening).rejects.toMatchObject({ code: 'data_folder_unusable', message: expect.stringContaining(file) })
})
