import { expect } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { countOf, searchAll } from '../support/search-all.ts'
import type { TestServer } from '../support/server.ts'
import type { SteadySender } from './steady-sender.ts'

interface Found {
  action?: { id: string | string[] }
  view: { id: string; time_spent?: number; action?: { count: number } }
  session: { id: string; view?: { count: number }; action?: { count: number } }
}

const differing = (found: readonly string[], right: ReadonlySet<string>) => {
  const seen = new Set(found)
  return {
    lost: [...right].filter((id) => !seen.has(id)).length,
    doubled: found.length - seen.size,
    unknown: [...seen].filter((id) => !right.has(id)).length,
  }
}

const NOTHING = { lost: 0, doubled: 0, unknown: 0 }

/** Everything that was acknowledged is there exactly once, by ids and by counts. Resolves to a line that says how much. */
export const expectKept = async (server: TestServer, { run, acknowledged }: SteadySender) => {
  const { actions, views, sessions } = acknowledged
  const of = `@context.run:${run}`
  await caughtUp(server.url, 120_000)
  const foundActions = (await searchAll<Found>(server, `@type:action ${of}`)).map(
    ({ action }) => [action!.id].flat()[0]!,
  )
  const foundViews = await searchAll<Found>(server, `@type:view ${of}`)
  const foundSessions = await searchAll<Found>(server, `@type:session ${of}`)
  expect({
    actions: differing(foundActions, actions),
    views: differing(
      foundViews.map(({ view }) => view.id),
      views,
    ),
    sessions: differing(
      foundSessions.map(({ session }) => session.id),
      sessions,
    ),
  }).toEqual({ actions: NOTHING, views: NOTHING, sessions: NOTHING })
  expect(new Set(foundViews.map(({ view }) => view.time_spent))).toEqual(new Set([2_000_000_000]))
  expect({
    actions: await countOf(server, `@type:action ${of}`),
    'distinct actions': await countOf(server, `@type:action ${of}`, '@action.id'),
    views: await countOf(server, `@type:view ${of}`),
    'distinct views': await countOf(server, `@type:view ${of}`, '@view.id'),
    sessions: await countOf(server, `@type:session ${of}`),
  }).toEqual({
    actions: actions.size,
    'distinct actions': actions.size,
    views: views.size,
    'distinct views': views.size,
    sessions: sessions.size,
  })
  return `${actions.size} actions, ${views.size} views, ${sessions.size} sessions: 0 lost, 0 doubled`
}
