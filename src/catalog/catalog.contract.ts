import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explorerCases } from './explorer.contract.ts'
import { type Catalog, type CatalogOptions, openCatalog } from './open.ts'

const visitor = { address: '192.0.2.1', agent: 'test' }
const cookieOf = (cookies: string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ')

/** What every catalog must do. `place` names an empty store; opening it twice finds the same data. */
export const describeCatalog = (name: string, place: () => Promise<Omit<CatalogOptions, 'log'>>) =>
  describe(name, () => {
    let catalog: Catalog
    let options: CatalogOptions
    beforeAll(async () => {
      const quiet = () => {}
      options = { ...(await place()), log: { info: quiet, warn: quiet, error: quiet } }
      catalog = await openCatalog(options)
    })
    afterAll(() => catalog?.close())

    const current = () => catalog
    applicationCases(current)
    keyCases(current)
    peopleCases(current)
    sessionCases(current)
    otherCases(current)
    explorerCases(current)

    test('what was made is there after opening again', async () => {
      const application = await catalog.applications.create({ name: 'Stays' }, 'test')
      const { key } = await catalog.keys.create({ kind: 'api', name: 'Stays', createdBy: 'test' })
      catalog.keys.verify('api', key)
      await catalog.people.create({ email: 'stays@example.com', role: 'viewer', password: 'long enough' })
      const before = await catalog.sessions.open('stays@example.com', 'long enough', visitor)
      await catalog.close()
      catalog = await openCatalog(options)
      expect(catalog.applications.byToken(application.clientToken)).toEqual(application)
      expect(catalog.keys.verify('api', key)?.lastUsedAt).toEqual(expect.any(Number))
      expect((await catalog.sessions.find(cookieOf(before!.cookies)))?.person.email).toBe('stays@example.com')
    })
  })

const applicationCases = (catalog: () => Catalog) => {
  test('an application is made, found by its token, changed and removed', async () => {
    const { applications } = catalog()
    const made = await applications.create({ name: 'Shop', keepPlace: false }, 'ada@example.com')
    expect(made.clientToken).toMatch(/^pub[0-9a-f]{32}$/)
    expect(made).toMatchObject({ type: 'browser', keepPlace: false, rateLimit: 0, firstEventAt: null })
    expect(applications.byToken(made.clientToken)).toEqual(made)
    const changed = await applications.update(made.id, { name: 'Shop 2', rateLimit: 5 }, 'bob@example.com')
    expect(changed).toMatchObject({ name: 'Shop 2', rateLimit: 5, updatedBy: 'bob@example.com' })
    expect(applications.byId(made.id)).toEqual(changed)
    await applications.remove(made.id)
    expect(applications.byToken(made.clientToken)).toBeUndefined()
    await expect(applications.get(made.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(applications.remove(made.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(applications.update(made.id, { name: 'x' }, 'x')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a configured application is made once and keeps its name', async () => {
    const { applications } = catalog()
    const wanted = { id: 'configured', token: 'pubconfigured', name: 'Configured' }
    await applications.ensure(wanted)
    await applications.update('configured', { name: 'Renamed' }, 'ada@example.com')
    await applications.ensure({ ...wanted, token: 'pubother' })
    expect(applications.byToken('pubother')).toMatchObject({ id: 'configured', name: 'Renamed' })
    expect(applications.byToken('pubconfigured')).toBeUndefined()
    await expect(applications.ensure({ id: 'second', token: 'pubother', name: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('only the first event of an application is noted', async () => {
    const { applications } = catalog()
    const { id } = await applications.create({ name: 'First event' }, 'test')
    await Promise.all([applications.noteFirstEvent(id, 1_790_000_000_123), applications.noteFirstEvent(id, 5)])
    await applications.noteFirstEvent(id, 7)
    expect((await applications.get(id)).firstEventAt).toBe(1_790_000_000_123)
    await applications.noteFirstEvent('unknown', 7)
  })
}

const keyCases = (catalog: () => Catalog) => {
  test('a key is shown once, checked by its text, and refused once it is revoked', async () => {
    const { keys } = catalog()
    const api = await keys.create({ kind: 'api', name: 'Backend', createdBy: 'test' })
    const application = await keys.create({ kind: 'application', name: 'Script', role: 'editor', createdBy: 'test' })
    expect(api.key).toMatch(/^[0-9a-f]{32}$/)
    expect(application.key).toMatch(/^[0-9a-f]{40}$/)
    expect(api.last4).toBe(api.key.slice(-4))
    expect(await keys.get('api', api.id)).not.toHaveProperty('key')
    expect(keys.verify('api', api.key)?.id).toBe(api.id)
    expect(keys.verify('application', application.key)?.role).toBe('editor')
    expect(keys.verify('application', api.key)).toBeUndefined()
    expect(keys.verify('api', `${api.key.slice(0, -1)}g`)).toBeUndefined()
    expect((await keys.rename('api', api.id, 'Renamed')).name).toBe('Renamed')
    await keys.remove('api', api.id)
    expect(keys.verify('api', api.key)).toBeUndefined()
    await expect(keys.get('api', api.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(keys.get('api', application.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('keys are listed by page and name', async () => {
    const { keys } = catalog()
    for (const name of ['List 1', 'List 2', 'List 3', '100%'])
      await keys.create({ kind: 'api', name, createdBy: 'test' })
    const second = await keys.list('api', { text: 'list' }, { size: 2, number: 1, sort: 'name' })
    expect([second.total, second.keys.map((key) => key.name)]).toEqual([3, ['List 3']])
    expect((await keys.list('api', { text: '0%' })).keys.map((key) => key.name)).toEqual(['100%'])
    expect((await keys.list('api', { text: '%st' })).total).toBe(0)
  })

  test('configured keys are taken in once', async () => {
    const { keys } = catalog()
    for (const _ of [1, 2]) await keys.ensure('api', 'a'.repeat(32))
    await keys.ensure('application', 'b'.repeat(40))
    expect(keys.verify('api', 'a'.repeat(32))).toBeDefined()
    expect(keys.verify('application', 'b'.repeat(40))?.role).toBe('admin')
    await expect(keys.ensure('application', 'a'.repeat(32))).rejects.toMatchObject({ code: 'conflict' })
  })

  test("a key does no more than its owner, and goes with its owner's account", async () => {
    const { keys, people } = catalog()
    const owner = await people.create({ email: 'owner@example.com', role: 'admin' })
    const wanted = { kind: 'application', name: 'Owned', role: 'admin', createdBy: owner.email } as const
    const { key } = await keys.create({ ...wanted, ownerId: owner.id })
    await people.create({ email: 'other-admin@example.com', role: 'admin' })
    await people.setRole(owner.id, 'viewer')
    expect(keys.verify('application', key)?.role).toBe('viewer')
    await people.disable(owner.id)
    expect(keys.verify('application', key)).toBeUndefined()
    await people.enable(owner.id)
    expect(keys.verify('application', key)).toBeDefined()
    await people.remove(owner.id)
    expect(keys.verify('application', key)).toBeUndefined()
  })
}

const peopleCases = (catalog: () => Catalog) => {
  test('emails are unique whatever their case, and must be emails', async () => {
    const { people } = catalog()
    const ada = await people.create({ email: ' Ada@Example.com', role: 'editor' })
    expect(ada).toMatchObject({ email: 'ada@example.com', name: 'ada', role: 'editor', lastSignInAt: null })
    await expect(people.create({ email: 'ADA@example.com', role: 'viewer' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(people.create({ email: 'root@localhost', role: 'viewer' })).rejects.toMatchObject({
      code: 'invalid_field',
    })
    const eve = await people.create({ email: 'eve@example.com', role: 'viewer' })
    await expect(people.update(eve.id, { email: 'ada@example.com' })).rejects.toMatchObject({ code: 'conflict' })
    expect((await people.byEmail('EVE@example.com'))?.id).toBe(eve.id)
    expect((await people.list({ text: 'EVE', statuses: ['Pending'] })).people.map((one) => one.id)).toEqual([eve.id])
    expect((await people.list({ text: 'eve', statuses: ['Active', 'Disabled'] })).total).toBe(0)
  })

  test('the last administrator stays one', async () => {
    const { people } = catalog()
    for (const admin of (await people.list()).people.filter((one) => one.role === 'admin').slice(1))
      await people.remove(admin.id)
    const [last] = (await people.list()).people.filter((one) => one.role === 'admin')
    const refused = { code: 'conflict', message: expect.stringContaining('last administrator') }
    await expect(people.setRole(last!.id, 'editor')).rejects.toMatchObject(refused)
    await expect(people.disable(last!.id)).rejects.toMatchObject(refused)
    await expect(people.remove(last!.id)).rejects.toMatchObject(refused)
    const second = await people.create({ email: 'second-admin@example.com', role: 'admin' })
    const both = await Promise.allSettled([people.disable(last!.id), people.disable(second.id)])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await people.enable(last!.id)
    await people.enable(second.id)
    expect(await people.ensureFirstAdmin({ email: 'late@example.com' })).toBeUndefined()
  })
}

const sessionCases = (catalog: () => Catalog) => {
  test('a password opens a session until it is closed', async () => {
    const { people, sessions } = catalog()
    await people.create({ email: 'pass@example.com', role: 'viewer', password: 'correct horse' })
    expect(await sessions.open('pass@example.com', 'correct horsf', visitor)).toBeUndefined()
    expect(await sessions.open('nobody@example.com', 'correct horse', visitor)).toBeUndefined()
    expect(await sessions.open('no email', 'x'.repeat(300), visitor)).toBeUndefined()
    const entered = await sessions.open('Pass@example.com', 'correct horse', visitor)
    expect(entered!.cookies).toHaveLength(1)
    expect(entered!.cookies[0]).toMatch(/^wayworn\.session_token=.*HttpOnly; SameSite=Lax$/)
    const cookie = cookieOf(entered!.cookies)
    expect((await sessions.find(cookie))?.person.lastSignInAt).toEqual(expect.any(Number))
    expect(await sessions.find(cookie.replace(/.%3D$/, 'A%3D').replace('token=', 'token=x'))).toBeUndefined()
    await sessions.close(cookie)
    expect(await sessions.find(cookie)).toBeUndefined()
  })

  test('a link works once, for one of many who try', async () => {
    const { people, sessions } = catalog()
    const { person, link } = await people.invite({ email: 'invited@example.com', role: 'viewer' })
    expect(link.path).toBe(`/sign-in?token=${link.token}`)
    expect(link.expiresAt - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    const entered = await Promise.all([1, 2, 3, 4].map(() => sessions.redeem(link.token, visitor)))
    expect(entered.filter(Boolean).map((one) => one!.person.id)).toEqual([person.id])
    expect(await sessions.redeem(link.token, visitor)).toBeUndefined()
    await expect(people.signInLink('nobody@example.com')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a disabled person is put out and stays out', async () => {
    const { people, sessions } = catalog()
    const person = await people.create({ email: 'out@example.com', role: 'viewer', password: 'correct horse' })
    const link = await people.signInLink('out@example.com')
    const entered = await sessions.open('out@example.com', 'correct horse', visitor)
    await people.disable(person.id)
    expect(await sessions.find(cookieOf(entered!.cookies))).toBeUndefined()
    expect(await sessions.open('out@example.com', 'correct horse', visitor)).toBeUndefined()
    expect(await sessions.redeem(link.token, visitor)).toBeUndefined()
    await expect(people.signInLink('out@example.com')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a new password ends the sessions made with the old one', async () => {
    const { people, sessions } = catalog()
    const person = await people.create({ email: 'new@example.com', role: 'viewer' })
    expect(await people.passwordFits(person.id, undefined)).toBe(true)
    await people.setPassword(person.id, 'first password')
    const entered = await sessions.open('new@example.com', 'first password', visitor)
    expect(await people.passwordFits(person.id, undefined)).toBe(false)
    expect(await people.passwordFits(person.id, 'first password')).toBe(true)
    await people.setPassword(person.id, 'second password')
    expect(await sessions.find(cookieOf(entered!.cookies))).toBeUndefined()
    expect(await sessions.open('new@example.com', 'first password', visitor)).toBeUndefined()
    expect(await sessions.open('new@example.com', 'second password', visitor)).toBeDefined()
  })
}

const otherCases = (catalog: () => Catalog) => {
  test('the picture changes as a whole, and not over the change of another', async () => {
    const { picture } = catalog()
    const was = await picture.read()
    const big = 2n ** 62n + 1n
    expect(await picture.write({ committed: big }, was)).toEqual({ ...was, committed: big })
    await expect(picture.write({ removed: 3n }, was)).rejects.toMatchObject({ code: 'conflict' })
    await picture.write({ removed: 3n, reopened: 4n })
    expect(await picture.read()).toEqual({ committed: big, removed: 3n, reopened: 4n })
    expect(await picture.write({})).toEqual({ committed: big, removed: 3n, reopened: 4n })
  })

  test('settings have defaults, and changes at once do not undo each other', async () => {
    const { settings } = catalog()
    expect((await settings.all()).retention).toMatchObject({ view: 456, error: 30, replay: 30 })
    await Promise.all([settings.write('retention', { view: 90 }), settings.write('retention', { error: 7 })])
    expect(await settings.read('retention')).toMatchObject({ view: 90, error: 7, action: 456 })
    await expect(settings.write('retention', { view: 0 })).rejects.toMatchObject({
      code: 'invalid_field',
      message: expect.stringContaining('retention.view'),
    })
  })

  test('the audit answers the newest first, page by page', async () => {
    const { audit } = catalog()
    const actor = { kind: 'person', id: '1', name: 'ada@example.com' } as const
    for (const subject of ['one', 'two', 'three']) await audit.note({ actor, action: 'test.note', subject })
    const [newest, next] = await audit.list({ limit: 2, action: 'test.note' })
    expect([newest!.subject, next!.subject]).toEqual(['three', 'two'])
    expect(await audit.list({ before: next!.id, action: 'test.note' })).toMatchObject([{ subject: 'one', actor }])
  })

  test('it answers a ping', async () => expect(await catalog().ping()).toBe(true))
}
