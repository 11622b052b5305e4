import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPeople, type People, SEGMENTS, SPAN } from '../testing/open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

const make = (name: string, definition: unknown, audience = 'users') =>
  people.ask('POST', SEGMENTS, { data: { type: 'segment', attributes: { name, audience, definition } } })

const preview = async (definition: unknown, audience = 'users') =>
  (
    await people.ask('POST', `${SEGMENTS}/preview`, {
      data: { type: 'segment_preview', attributes: { audience, definition } },
    })
  ).body.data.attributes

const pay = { query: '@type:action @action.target.name:Pay', did_not: true }
const almost = { performed: { sequence: [{ query: '@type:view @view.name:/cart' }, pay], same_session: true } }

const chartOf = (segmentId: string) => {
  const audience_filters = { segments: [{ name: 's', segment_id: segmentId }] }
  const query = {
    query: { data_source: 'product_analytics', search: { query: '@type:view' } },
    compute: {},
    audience_filters,
  }
  return { data: { type: 'formula_analytics_extended_request', attributes: { ...SPAN, query } } }
}

describe('segments', () => {
  test('are made, found, changed and removed; what others use stays', async () => {
    const made = await make('Almost bought', almost)
    expect([made.status, made.body.data.attributes]).toEqual([
      201,
      expect.objectContaining({ name: 'Almost bought', definition: almost, source: 'rules', audience: 'users' }),
    ])
    const { id } = made.body.data
    const other = await make('Not almost', { not: { segment: id } })
    expect((await people.ask('GET', `${SEGMENTS}/${id}`)).body.data.attributes.used_by).toEqual([other.body.data.id])
    expect((await people.ask('DELETE', `${SEGMENTS}/${id}`)).status).toBe(409)
    const cycle = await people.ask('PATCH', `${SEGMENTS}/${id}`, {
      data: { type: 'segment', id, attributes: { definition: { any: [{ segment: other.body.data.id }] } } },
    })
    expect([cycle.status, cycle.body.errors[0].source]).toEqual([
      400,
      { pointer: '/data/attributes/definition/any/0/segment' },
    ])
    const chart = await people.ask('POST', '/api/v2/wayworn/charts', {
      data: { type: 'chart', attributes: { name: 'Views of these', request: chartOf(id) } },
    })
    expect(chart.status).toBe(201)
    expect((await people.ask('GET', `${SEGMENTS}/${id}`)).body.data.attributes.used_by_charts).toEqual([
      { id: chart.body.data.id, name: 'Views of these' },
    ])
    const renamed = await people.ask('PATCH', `${SEGMENTS}/${id}`, {
      data: { type: 'segment', attributes: { name: 'Nearly' } },
    })
    expect(renamed.body.data.attributes).toMatchObject({ name: 'Nearly', definition: almost })
    expect((await people.ask('DELETE', `${SEGMENTS}/${other.body.data.id}`)).status).toBe(204)
    expect((await people.ask('DELETE', `${SEGMENTS}/${id}`)).status).toBe(204)
    expect((await people.ask('GET', `${SEGMENTS}/${id}`)).status).toBe(404)
  })

  test('a search that cannot be read is refused where it stands', async () => {
    const { status, body } = await make('Broken', { all: [{ performed: { sequence: [{ query: '@type:(view' }] } }] })
    const pointer = '/data/attributes/definition/all/0/performed/sequence/0/query'
    expect([status, body.errors[0].source]).toEqual([400, { pointer }])
  })

  test('are previewed: how many, and who', async () => {
    expect(await preview(almost)).toMatchObject({
      count: 2,
      sample: [expect.objectContaining({ user_id: 'bob' }), expect.objectContaining({ user_id: 'ann' })],
    })
    expect(await preview(almost, 'accounts')).toMatchObject({ count: 1, sample: [{ account_id: 'acme' }] })
  })

  test('say of one user or account whether they are in', async () => {
    const carts = (await make('Saw a cart', { performed: { sequence: [{ query: '@view.name:/cart' }] } })).body.data.id
    const golden = (await make('Golden', { profile: 'account_tier:gold' }, 'accounts')).body.data.id
    const of = async (path: string, segment: string) => {
      const { data } = (await people.ask('GET', `/api/v2/product-analytics/${path}/segments`)).body
      return data.find((one: { id: string }) => one.id === segment)?.attributes
    }
    expect(await of('users/ann', carts)).toEqual({ name: 'Saw a cart', member: true })
    expect(await of('users/cy', carts)).toEqual({ name: 'Saw a cart', member: false })
    expect(await of('users/ann', golden)).toBeUndefined()
    expect(await of('accounts/acme', golden)).toEqual({ name: 'Golden', member: true })
  })

  test('filter analytics, alone and in formulas', async () => {
    const { id } = (await make('Almost', almost)).body.data
    const companies = (await make('Gold', { profile: 'account_tier:gold' }, 'accounts')).body.data.id
    const segments = [
      { name: 'almost', segmentId: id },
      { name: 'gold', segmentId: companies },
    ]
    const users = [{ name: 'pro', query: 'user_plan:pro' }]
    expect(await people.unique('@usr.id', { segments: [segments[0]], formula: 'almost' })).toBe(2)
    expect(await people.unique('@usr.id', { segments, users, formula: '' })).toBe(1)
    expect(await people.unique('@usr.id', { segments, users, formula: 'NOT almost OR pro' })).toBe(2)
    expect(await people.unique('@usr.id', { segments, users, formula: 'gold AND NOT pro' })).toBe(1)
  })

  test.each([
    ['an unknown name', { users: [{ name: 'a', query: '' }], formula: 'a AND b' }, '/formula', /among the names a/],
    [
      'a name used twice',
      { users: [{ name: 'a', query: '' }], accounts: [{ name: 'a', query: '' }] },
      '/accounts/0/name',
      /twice/,
    ],
    [
      'an unknown segment',
      { segments: [{ name: 'a', segment_id: 'nobody' }] },
      '/segments/0/segment_id',
      /no segment "nobody"/,
    ],
    ['an attribute that there is not', { users: [{ name: 'a', query: 'colour:red' }] }, '/users/0/query', /user_email/],
  ])('%s is refused where it stands', async (_, audience_filters, below, reason) => {
    const query = { query: { data_source: 'product_analytics' }, compute: {}, audience_filters }
    const answer = await people.ask('POST', '/api/v2/product-analytics/analytics/scalar', {
      data: { type: 'formula_analytics_extended_request', attributes: { ...SPAN, query } },
    })
    const [error] = answer.body.errors
    expect([answer.status, error.source.pointer]).toEqual([400, `/data/attributes/query/audience_filters${below}`])
    expect(error.detail).toMatch(reason)
  })
})

describe('segments of files', () => {
  const upload = (content: string | Uint8Array, fields: Record<string, string>) => {
    const form = new FormData()
    form.set('file', new Blob([content as string], { type: 'text/csv' }), 'people.csv')
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    return people.ask('POST', `${SEGMENTS}/csv`, form)
  }

  test('say what matched, and are replaced by the next file of the name', async () => {
    const fields = { name: 'Invited', column: 'Mail', key: '@usr.email' }
    const first = await upload(
      '\ufeffId;Mail\r\n1;"ann@example.com"\r\n2;nobody@example.com\r\n3;ann@example.com\r\n4;\r\n',
      fields,
    )
    expect([first.status, first.body.meta.report]).toEqual([
      201,
      {
        rows: 4,
        matched: 2,
        unmatched: 1,
        empty: 1,
        duplicates: 1,
        examples: [{ line: 3, value: 'nobody@example.com', reason: 'No event here has this usr.email' }],
      },
    ])
    const { id } = first.body.data
    expect((await preview({ segment: id })).sample).toMatchObject([{ user_id: 'ann' }])
    const utf16 = Buffer.from('\ufeffMail\tId\nbob@example.com\t1\n', 'utf16le')
    const second = await upload(utf16, fields)
    expect([second.status, second.body.data.id, second.body.meta.report.matched]).toEqual([200, id, 1])
    expect((await preview({ all: [{ segment: id }] })).sample).toMatchObject([{ user_id: 'bob' }])
    expect(await people.unique('@usr.id', { segments: [{ name: 's', segmentId: id }], formula: 's' })).toBe(1)
    expect((await people.ask('DELETE', `${SEGMENTS}/${id}`)).status).toBe(204)
  })

  test.each<[string, string | Uint8Array, object, RegExp]>([
    ['a column that is missing', 'id,mail\n1,2', { column: 'email' }, /names "id", "mail"/],
    ['an empty file', '', {}, /it is empty/],
    ['bytes that are no text', Buffer.from([...Buffer.from('id\nü\n'), 0xe9, 0x0a]), {}, /CSV UTF-8/],
    ['a line without end, long before all of it has come', 'x'.repeat(8 * 2 ** 20), {}, /longer than 1 MB/],
    ['a key that there is not', 'id\n1', { key: 'usr.phone' }, /usr.email/],
  ])('%s is refused', async (_, content, more, reason) => {
    const { status, body } = await upload(content, { name: 'Bad', column: 'id', key: 'usr.id', ...more })
    expect([status, body.errors[0].detail]).toEqual([400, expect.stringMatching(reason)])
  })
})
