import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caughtUp } from '../../../test/support/caught-up.ts'
import { type SdkEvent, view } from '../../../test/support/sdk-events.ts'
import { send } from '../../../test/support/send.ts'
import { type Analysis, EVERY_ANALYSIS } from '../testing/every-analysis.ts'
import { openPeople, type People, SPAN, T } from '../testing/open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

const MINUTE = 60_000

/** A view of a page of the story's own, on its own devices; without a user it is anonymous. */
const seen = (story: string, at: number, device: string, user?: string): SdkEvent => {
  const of = user ? { id: `${story}-${user}` } : {}
  const name = user ? `${story} later` : story
  const session = `${story}-${device}-${user ?? ''}-${at}`
  return view({ at: T + at * MINUTE, session, user: { ...of, anonymous_id: `${story}-${device}` } as never, name })
}

/** Whose the anonymous views of each story's page are after each of three waves of events (parity.md §2.9, vector I1). */
const STORIES: { name: string; waves: [SdkEvent[], SdkEvent[], SdkEvent[]]; owners: [string[], string[], string[]] }[] =
  [
    {
      name: 'first',
      waves: [
        [seen('first', 0, 'd'), seen('first', 1, 'd', 'u1')],
        [seen('first', 2, 'd', 'u2')],
        [seen('first', 3, 'd')],
      ],
      owners: [['u1'], ['u1'], ['u1']],
    },
    {
      name: 'late',
      waves: [[seen('late', 0, 'd')], [seen('late', 9, 'd', 'u1')], [seen('late', 9, 'd', 'u1')]],
      owners: [[], ['u1'], ['u1']],
    },
    {
      name: 'disorder',
      waves: [[seen('disorder', 0, 'd'), seen('disorder', 9, 'd', 'u2')], [seen('disorder', 5, 'd', 'u1')], []],
      owners: [['u2'], ['u1'], ['u1']],
    },
    {
      name: 'before',
      waves: [[seen('before', 3, 'd', 'u1')], [seen('before', 0, 'd')], [seen('before', 9, 'd')]],
      owners: [[], ['u1'], ['u1']],
    },
    {
      name: 'devices',
      waves: [
        [seen('devices', 0, 'd'), seen('devices', 0, 'e'), seen('devices', 1, 'd', 'u1')],
        [seen('devices', 2, 'e', 'u2')],
        [seen('devices', 1, 'e', 'u1')],
      ],
      owners: [['u1'], ['u1', 'u2'], ['u1']],
    },
  ]

const ask = async ({ path, body, users }: Analysis, question: Omit<Parameters<Analysis['body']>[0], 'from' | 'to'>) => {
  const answer = await people.ask('POST', path, { data: body({ ...SPAN, ...question }) })
  return answer.status === 200 ? users(answer.body.data.attributes) : answer.body
}

describe.each([0, 1, 2] as const)('after wave %i anonymous activity is its device’s first user’s', (wave) => {
  beforeAll(async () => {
    await send(
      people.server,
      STORIES.flatMap(({ waves }) => waves[wave]),
    )
    await caughtUp(people.server.url)
  })

  const owned = STORIES.flatMap(({ name, owners }) => owners[wave].map((user) => ({ name, id: `${name}-${user}` })))

  test.each(EVERY_ANALYSIS)('in $name', async (analysis) => {
    const theirs = owned.map(({ name, id }) => `(@view.name:${name} @usr.id:${id})`).join(' OR ')
    const anyones = `@view.name:(${STORIES.map(({ name }) => name).join(' OR ')})`
    expect(await ask(analysis, { did: `@type:view (${theirs})` })).toBe(owned.length)
    expect(await ask(analysis, { did: `@type:view ${anyones} @usr.id:*` })).toBe(owned.length)
  })

  const pages = `@type:view @view.name:(${STORIES.map(({ name }) => name).join(' OR ')})`
  const owners = owned.map(({ id }) => id).sort()
  const answered = async (path: string, type: string, attributes: object) =>
    (await people.ask('POST', `/api/v2/product-analytics/${path}`, { data: { type, attributes } })).body.data.attributes

  test('in lists of people', async () => {
    const { hits } = await answered('users/event_filtered_query', 'query_event_filtered_users_request', {
      event_query: {
        query: pages,
        time_frame: { start: Math.floor(SPAN.from / 1000), end: Math.ceil(SPAN.to / 1000) },
      },
      select_columns: ['user_id'],
    })
    expect(hits.map((hit: { user_id: string }) => hit.user_id).sort()).toEqual(owners)
  })

  test('in segments', async () => {
    const definition = { performed: { sequence: [{ query: pages }] } }
    const { count, sample } = await answered('segments/preview', 'segment_preview', { definition, limit: 100 })
    expect([count, sample.map((hit: { user_id: string }) => hit.user_id).sort()]).toEqual([owned.length, owners])
  })

  test('in heatmaps', async () => {
    for (const { name, owners: of, waves } of STORIES) {
      const sent = waves.slice(0, wave + 1).flat()
      const anonymous = sent.filter((one) => (one.view as { name: string }).name === name).length
      const viewsOf = async (query: string) =>
        (await answered('heatmap', 'heatmap_request', { ...SPAN, view_name: name, search: { query } })).page.views
      expect([name, await viewsOf('')]).toEqual([name, anonymous])
      for (const user of ['u1', 'u2'])
        expect([name, user, (await viewsOf(`@usr.id:${name}-${user}`)) > 0]).toEqual([
          name,
          user,
          of[wave].includes(user),
        ])
    }
  })
})

describe('sessions in which nobody was identified are left out when asked', () => {
  test.each(EVERY_ANALYSIS.filter(({ name }) => name.startsWith('journey/')))('of $name', async (analysis) => {
    await send(people.server, [
      view({ at: T, session: 'nobody', user: { anonymous_id: 'nobody' } as never, name: 'half' }),
      view({ at: T, session: 'somebody', user: { anonymous_id: 'other' } as never, name: 'half' }),
      view({ at: T + 1, session: 'somebody', user: { id: 'somebody' }, name: 'other half' }),
    ])
    await caughtUp(people.server.url)
    const question = { did: '@type:view @view.name:half', primary: '@session.id' as const }
    expect(await ask(analysis, question)).toBe(2)
    expect(await ask(analysis, { ...question, identifiedOnly: true })).toBe(1)
  })
})
