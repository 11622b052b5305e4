import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../test/support/postgres.ts'
import { describeCatalog } from './catalog.contract.ts'
import { openCatalog } from './open.ts'

const quiet = () => {}
const log = { info: quiet, warn: quiet, error: quiet }
const visitor = { address: '192.0.2.1', agent: 'test' }

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

describeCatalog('catalog in Postgres', async () => ({ url: await postgres.newDatabase() }))

test('processes that start at once make the store once, and see what the others change', async () => {
  const url = await postgres.newDatabase()
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => openCatalog({ url, log, everyMs: 50 })))
  const admins = await Promise.all(
    [one!, two!, three!].map(({ people }) =>
      people.ensureFirstAdmin({ email: 'a@example.com', password: 'long enough' }),
    ),
  )
  expect(admins.filter(Boolean)).toHaveLength(1)
  const application = await one!.applications.create({ name: 'Shared' }, 'test')
  const { key, id } = await one!.keys.create({ kind: 'api', name: 'Shared', createdBy: 'test' })
  await expect.poll(() => two!.applications.byToken(application.clientToken)).toEqual(application)
  await expect.poll(() => two!.keys.verify('api', key)?.id).toBe(id)
  await one!.keys.remove('api', id)
  await expect.poll(() => two!.keys.verify('api', key)).toBeUndefined()
  const entered = await two!.sessions.open('a@example.com', 'long enough', visitor)
  const cookie = entered!.cookies[0]!.split(';')[0]!
  expect((await three!.sessions.find(cookie))?.person.email).toBe('a@example.com')
  const was = await one!.picture.read()
  const writes = await Promise.allSettled(
    [one!, two!, three!].map((c, i) => c.picture.write({ committed: BigInt(i + 1) }, was)),
  )
  expect(writes.filter((write) => write.status === 'fulfilled')).toHaveLength(1)
  await Promise.all([one!.close(), two!.close(), three!.close()])
})

/** Holds the rows of all people, so that whoever wants to change one waits. */
const holdPeople = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')
  await client.query('select * from wayworn.people for update')
  const waiting = async () => {
    await client.query('select pg_stat_clear_snapshot()')
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    return rows[0].n as number
  }
  const release = async () => {
    await client.query('commit')
    await client.end()
  }
  return { waiting, release }
}

test('of two administrators who are disabled at the same moment one stays', async () => {
  const url = await postgres.newDatabase()
  const catalog = await openCatalog({ url, log })
  const one = await catalog.people.create({ email: 'a@example.com', role: 'admin' })
  const two = await catalog.people.create({ email: 'b@example.com', role: 'admin' })
  const held = await holdPeople(url)
  const both = Promise.allSettled([catalog.people.disable(one.id), catalog.people.disable(two.id)])
  await expect.poll(held.waiting).toBe(2)
  await held.release()
  expect((await both).map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  await catalog.close()
})

test('a Postgres that goes away in the middle of a transaction ends the call, not the process', async () => {
  const url = await postgres.newDatabase()
  const catalog = await openCatalog({ url, log })
  const { id } = await catalog.people.create({ email: 'a@example.com', role: 'viewer' })
  const held = await holdPeople(url)
  const disabling = catalog.people.disable(id).catch((error: unknown) => error)
  await expect.poll(held.waiting).toBe(1)
  await postgres.crash()
  expect(await disabling).toMatchObject({ code: 'unavailable' })
  await postgres.start()
  expect((await catalog.people.get(id)).disabled).toBe(false)
  await catalog.close()
})

test('neither keys nor link tokens are in the store', async () => {
  const url = await postgres.newDatabase()
  const catalog = await openCatalog({ url, log })
  const { key } = await catalog.keys.create({ kind: 'application', name: 'Secret', createdBy: 'test' })
  const { link } = await catalog.people.invite({ email: 'a@example.com', role: 'admin' })
  await catalog.people.create({ email: 'b@example.com', role: 'admin', password: 'plain password' })
  await catalog.close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let all = ''
  for (const table of ['keys', 'verifications', 'credentials', 'people'])
    all += JSON.stringify((await client.query(`select * from wayworn.${table}`)).rows)
  await client.end()
  expect(all).toContain(key.slice(-4))
  expect(all).toContain('b@example.com')
  for (const secret of [key, link.token, 'plain password']) expect(all).not.toContain(secret)
})

test('sessions and links whose time is over are removed', async () => {
  const url = await postgres.newDatabase()
  const catalog = await openCatalog({ url, log })
  await catalog.people.create({ email: 'a@example.com', role: 'admin', password: 'long enough' })
  const [old, kept] = [1, 2].map(() => catalog.sessions.open('a@example.com', 'long enough', visitor))
  const cookies = [(await old)!, (await kept)!].map((entered) => entered.cookies[0]!.split(';')[0]!)
  const link = await catalog.people.signInLink('a@example.com')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const token = decodeURIComponent(cookies[0]!).split('=')[1]!.split('.')[0]
  await client.query(`update wayworn.sessions set expires_at = now() - interval '1 s' where token = $1`, [token])
  await client.query(`update wayworn.verifications set expires_at = now() - interval '1 s'`)
  expect(await catalog.sessions.find(cookies[0]!)).toBeUndefined()
  expect(await catalog.sessions.redeem(link.token, visitor)).toBeUndefined()
  expect(await catalog.sessions.find(cookies[1]!)).toBeDefined()
  await catalog.people.signInLink('a@example.com')
  await client.query(`update wayworn.verifications set expires_at = now() - interval '1 s'`)
  await catalog.sessions.tidy()
  const counts = await client.query(
    `select (select count(*)::int from wayworn.sessions) s, (select count(*)::int from wayworn.verifications) v`,
  )
  expect(counts.rows).toEqual([{ s: 1, v: 0 }])
  await client.end()
  await catalog.close()
})

test('a store of a newer version is refused', async () => {
  const url = await postgres.newDatabase()
  await (await openCatalog({ url, log })).close()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`insert into wayworn.migrations (name) values ('9999-later')`)
  await client.end()
  await expect(openCatalog({ url, log })).rejects.toMatchObject({
    code: 'catalog_newer',
    message: expect.stringContaining('9999-later'),
  })
})

test('a Postgres that does not answer at start is named, without its password', async () => {
  const opening = openCatalog({ url: 'postgres://ada:geheim@127.0.0.1:1/wayworn', log })
  const error = await opening.catch((reason: Error) => reason)
  expect(error).toMatchObject({ code: 'catalog_unreachable', status: 503 })
  expect(String(error)).toContain('127.0.0.1:1')
  expect(String(error)).not.toContain('geheim')
})

test('while Postgres is away intake goes on, the rest says so, and all works again once it is back', async () => {
  const catalog = await openCatalog({ url: await postgres.newDatabase(), log, everyMs: 50 })
  const application = await catalog.applications.create({ name: 'Survives' }, 'test')
  const { key } = await catalog.keys.create({ kind: 'api', name: 'Survives', createdBy: 'test' })
  await catalog.people.create({ email: 'a@example.com', role: 'admin', password: 'long enough' })
  const entered = await catalog.sessions.open('a@example.com', 'long enough', visitor)
  const cookie = entered!.cookies[0]!.split(';')[0]!

  await postgres.crash()
  const away = { code: 'unavailable', status: 503 }
  await expect(catalog.people.list()).rejects.toMatchObject(away)
  await expect(catalog.picture.write({ committed: 1n })).rejects.toMatchObject(away)
  await expect(catalog.sessions.find(cookie)).rejects.toMatchObject(away)
  await expect(catalog.sessions.close(cookie)).rejects.toMatchObject(away)
  await expect(catalog.sessions.open('a@example.com', 'long enough', visitor)).rejects.toMatchObject(away)
  await expect(catalog.applications.refresh()).rejects.toMatchObject(away)
  await expect(catalog.applications.noteFirstEvent(application.id, 5)).rejects.toMatchObject(away)
  expect(await catalog.ping()).toBe(false)
  expect(catalog.applications.byToken(application.clientToken)).toEqual(application)
  expect(catalog.keys.verify('api', key)?.name).toBe('Survives')

  await postgres.start()
  expect(await catalog.ping()).toBe(true)
  expect((await catalog.sessions.find(cookie))?.person.email).toBe('a@example.com')
  expect((await catalog.picture.write({ committed: 1n })).committed).toBe(1n)
  await catalog.applications.noteFirstEvent(application.id, 5)
  expect(catalog.applications.byId(application.id)?.firstEventAt).toBe(5)
  await catalog.close()
})
