import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDisk, emptyTables, startWorld } from '../../../test/support/event-world.ts'
import { openHome, startHome, type TestHome } from '../../../test/support/homes.ts'
import { createDice, tell } from '../../../test/support/hostile-events.ts'
import { IMPORTS } from '../../api/routes/import-body.ts'
import { openPeople } from '../../api/testing/open-people.ts'
import type { ClientEngine } from '../../engine/client-engine.ts'
import type { Home } from '../../engine/engine.ts'
import type { ImportedColumn, ImportedTable } from '../../model/audience/imported.ts'
import { removeSettled, settle } from '../../sessions/settle.ts'
import { constant, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, type Audience, EVER } from '../entity.ts'
import { importFile, removeImported } from '../imports/upload.ts'
import type { Among } from './among.ts'
import { PROFILE_ATTRIBUTES } from './attributes.ts'
import { createColumns } from './columns.ts'
import { rowsFromEvents } from './from-events.ts'
import { rowsFromKept } from './from-kept.ts'
import { rowsFromSeen } from './from-seen.ts'
import { keepProfiles } from './keep.ts'
import { profileRows, profilesMatching } from './source.ts'

vi.setConfig({ testTimeout: 240_000 })

const START = Date.parse('2030-10-26T20:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Profiles made of what sessions are known to hold are those made of the events themselves. */
export const seenContract = (kind: Home): void => {
  let home: TestHome
  let engine: ClientEngine
  beforeAll(async () => {
    home = await startHome(kind)
    engine = await openHome(home)
    await emptyTables(engine)
    for (const table of ['seen_sessions', 'seen_custom'])
      await engine.everywhere((local) => constant(`TRUNCATE TABLE ${local(table)}`), { tag: 'test' })
  })
  afterAll(async () => {
    await engine?.close()
    await home?.stop()
  })

  test('in open, settled and reopened sessions', async () => {
    const world = await startWorld(engine, createDisk(), START)
    const dice = createDice(Number(process.env.SEED ?? 5))
    const keys = [{ path: 'usr.email', alias: sql`key_0` }]

    const compare = async (audience: Audience, among?: Among): Promise<number> => {
      const columns = createColumns(audience, '')
      for (const { id } of PROFILE_ATTRIBUTES[audience]) columns.column(id)
      return world.ask(async (asking) => {
        const asked: Asked = { audience, scope: asking.scope(EVER.from, EVER.to) }
        const rows = (of: ReturnType<typeof rowsFromSeen>) => asking.run(sql`SELECT * FROM (${of!}) ORDER BY id`)
        const expected = await rows(rowsFromEvents(columns.used(), keys, asked, among))
        expect(await rows(rowsFromSeen(columns.used(), keys, asked, among))).toEqual(expected)
        const kept = rowsFromKept(columns.used(), keys, asked, among)
        expect(kept !== undefined).toBe(asked.scope.picture.profiles !== undefined)
        if (kept) expect(await rows(kept)).toEqual(expected)
        return expected.length
      })
    }

    const compareWithCustom = (audience: Audience, among?: Among) =>
      world.ask(async (asking) => {
        const columns = createColumns(audience, '')
        for (const name of ['events_count', 'last_city', 'user_plan', 'user_never']) columns.column(name)
        const asked: Asked = { audience, scope: asking.scope(EVER.from, EVER.to) }
        const rows = (of: Sql) => asking.run(sql`SELECT * FROM (${of}) ORDER BY id`)
        const expected = await rows(rowsFromEvents(columns.used(), [], asked, among))
        expect(await rows(profileRows(columns.used(), asked, among))).toEqual(expected)
      })

    for (let step = 0; step < Number(process.env.STEPS ?? (kind === 'cluster' ? 2 : 4)); step++) {
      world.log(tell(dice, { name: `s${step % 3}`, from: world.now - HOUR, span: HOUR, sessions: 6 }))
      while (!(await world.load()));
      const people = await compare('users')
      if (step) expect(people).toBeGreaterThan(1)
      await compare('accounts')
      await compare('users', ['u1', 'u2', 'nobody'])
      world.now += (step % 2) * 9 * HOUR
      await settle(world.settling, { quietMs: 60_000, overMs: 20 * 60_000, sessions: 5, copied: 2 })
      if (step % 2) await removeSettled(world.settling)
      if (step % 2 === 0) await keepProfiles({ ...world.settling, clock: () => world.now + step * DAY })
      await compare('users')
      await compare('accounts')
      await compareWithCustom('users')
    }

    await compareWithCustom('users', ['u1', 'u2', 'nobody'])

    // Errors are kept for a shorter time than sessions: what is asked for beside the counts does not change them.
    await engine.everywhere((local) => constant(`DELETE FROM ${local('events')} WHERE type = 'error'`), { tag: 'test' })
    const errorsWith = (...names: string[]) =>
      world.ask(async (asking) => {
        const columns = createColumns('users', '')
        const { alias } = columns.column('error_count')
        for (const name of names) columns.column(name)
        const asked: Asked = { audience: 'users', scope: asking.scope(EVER.from, EVER.to) }
        const rows = profileRows(columns.used(), asked)
        return asking.run<{ id: string; errors: number }>(
          sql`SELECT id, ${word(alias)} AS errors FROM (${rows}) ORDER BY id`,
        )
      })
    const errors = await errorsWith()
    expect(errors.some((one) => one.errors > 0)).toBe(true)
    expect(await errorsWith('user_plan')).toEqual(errors)

    // Connected tables of a file, whose rows lie on other shards than the people that they tell of.
    const [one, two] = await world.ask(async (asking) => {
      const asked: Asked = { audience: 'users', scope: asking.scope(EVER.from, EVER.to) }
      const told = rowsFromEvents(createColumns('users', '').used(), [], asked)
      return (await asking.run<{ id: string }>(sql`SELECT id FROM (${told}) ORDER BY id`)).map(({ id }) => id)
    })
    const file = ['Id;Plan;Spent', `${one};gold;120`, `${two};silver;80`, 'stranger;gold;1'].join('\n')
    // Of a run before that was asked once more.
    await removeImported(engine, 't')
    const kept: ImportedColumn[] = [
      { source: 'Plan', id: 'plan', label: 'Plan', description: '', type: 'string' },
      { source: 'Spent', id: 'spent', label: 'Spent', description: '', type: 'number' },
    ]
    const spentOf = (columns: readonly ImportedColumn[], query: string) =>
      world.ask(async (asking) => {
        const table: ImportedTable = {
          id: 't',
          name: 'crm',
          audience: 'users',
          key: 'usr.id',
          columns,
          kept,
          version: 1,
        }
        const scope = { ...asking.scope(EVER.from, EVER.to), imported: [table] }
        const ids = profilesMatching(query, { audience: 'users', scope }, '')
        return (await asking.run<{ id: string }>(sql`${ids} ORDER BY id`)).map((row) => row.id)
      })
    const { report } = await world.ask((asking) =>
      importFile(
        Readable.from([Buffer.from(file)]),
        { tableId: 't', version: 1, key: 'usr.id', keyColumn: 'Id', columns: kept },
        { engine, asks: asking },
      ),
    )
    expect(report).toMatchObject({ rows: 3, matched: 2, unmatched: 1 })
    expect(await spentOf(kept, 'user_crm.spent:>100')).toEqual([one])
    expect(await spentOf(kept, '@usr.crm.plan:(gold OR silver) events_count:>0')).toEqual([one, two])
    expect(await spentOf(kept.slice(0, 1), 'user_crm.plan:silver')).toEqual([two])
    expect(await spentOf([], 'user_crm.plan:silver')).toEqual([])
  })

  test('over shards too, a table is connected over HTTP, and let go again', async ({ skip }) => {
    const { address } = home
    // In one process src/api/routes/imports.test.ts holds it.
    if (address.kind === 'embedded') return skip()
    await emptyTables(engine)
    const { urls, cluster = '' } = address
    const people = await openPeople({ WAYWORN_CLICKHOUSE_URL: urls.join(','), WAYWORN_CLICKHOUSE_CLUSTER: cluster })
    try {
      const file = new FormData()
      file.set('file', new Blob(['Mail;Plan\nann@example.com;gold\nbob@example.com;silver\nnobody@example.com;gold']))
      for (const [name, value] of Object.entries({ name: 'crm', column: 'Mail', key: '@usr.email', connect: 'false' }))
        file.set(name, value)
      const imported = await people.ask('POST', IMPORTS, file)
      expect(imported.body.meta.report).toMatchObject({ rows: 3, matched: 2, unmatched: 1 })
      const mapping = '/api/v2/product-analytics/users/mapping'
      const join = { type: 'ref_table', join_attribute: 'user_email', join_type: 'email' }
      const connect = { data: { type: 'connection_id', id: 'crm', attributes: join } }
      expect((await people.ask('POST', `${mapping}/connection`, connect)).status).toBe(201)
      expect((await people.ask('GET', `${mapping}/connections`)).body.data.attributes.connections).toMatchObject([
        { id: 'crm', join: { attribute: 'user_email' } },
      ])
      const gold = () =>
        people.ask('POST', '/api/v2/product-analytics/users/query', {
          data: {
            type: 'query_users_request',
            attributes: { query: 'user_crm.plan:gold', select_columns: ['user_id'] },
          },
        })
      expect((await gold()).body.data.attributes.hits).toEqual([{ user_id: 'ann' }])
      expect((await people.ask('DELETE', `${mapping}/connection/crm`)).status).toBe(204)
      expect((await gold()).body.data.attributes.hits).toEqual([])
    } finally {
      await people.close()
    }
  })
}
