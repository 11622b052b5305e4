import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openCatalog } from '../../catalog/open.ts'
import type { House } from './house.ts'
import { welcome } from './welcome.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'wayworn-welcome-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const log = { info: () => {}, warn: () => {}, error: () => {} }

test('each start prints a link that signs the first administrator in, until somebody else is the only one', async () => {
  const catalog = await openCatalog({ folder, log })
  const printed: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  const said = async () => {
    const house = { config: { demo: true }, catalog, log, engine: { home: 'embedded' } } as unknown as House
    await welcome(house, 'http://here')
    return printed.splice(0).join('')
  }
  try {
    for (const start of ['first', 'second']) {
      const token = /http:\/\/here\/sign-in\?token=(\S+)/.exec(await said())?.[1]
      const entered = await catalog.sessions.redeem(token!, { address: '127.0.0.1', agent: 'test' })
      expect(entered?.person.email, start).toBe('admin@wayworn.local')
    }
    await catalog.people.create({ email: 'ada@example.com', role: 'admin' })
    await catalog.people.remove((await catalog.people.byEmail('admin@wayworn.local'))!.id)
    expect(await said()).toBe('')
  } finally {
    spy.mockRestore()
    await catalog.close()
  }
})
