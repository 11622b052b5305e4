import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeCatalog } from './catalog.contract.ts'
import { makeEmptyDatabase } from './empty-database.ts'
import { openCatalog } from './open.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wayworn-catalog-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describeCatalog('catalog in PGlite', async () => ({ folder: join(folder, 'catalog') }))

const quiet = () => {}
const log = { info: quiet, warn: quiet, error: quiet }

test('a folder whose making was cut short is made anew', async () => {
  const home = join(folder, 'cut-short')
  const half = join(home, 'catalog')
  await mkdir(half, { recursive: true })
  await writeFile(join(half, 'PG_VERSION'), '')
  await writeFile(`${half}.unfinished`, '')
  const catalog = await openCatalog({ folder: half, log })
  expect(await catalog.applications.list()).toEqual([])
  await catalog.close()
  expect(await readdir(home)).toEqual(['catalog'])
})

test('a folder that cannot be one is named', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const opening = openCatalog({ folder: join(file, 'inside'), log })
  await expect(opening).rejects.toMatchObject({ code: 'data_folder_unusable', message: expect.stringContaining(file) })
})

test('why the files of a database could not be made is said', async () => {
  const file = join(folder, 'in-the-way')
  await writeFile(file, '')
  await expect(makeEmptyDatabase(file)).rejects.toThrow('error 54')
})
