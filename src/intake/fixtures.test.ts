import { expect, test } from 'vitest'
import { type CapturedRequest, fixtureNames, readFixture } from '../../test/fixtures/read.ts'
import { dateText, type EventRow } from './shapes.ts'
import { type Logged, openIntake } from './testing/open-intake.ts'
import { foldView } from './view-documents.ts'

/** Resources of the truth that are the SDK's own uploads, which intake leaves out. */
const OWN_REQUESTS: Record<string, number> = { '09-v7-other-tracks': 1 }

const send = async (requests: readonly CapturedRequest[], form: 'url' | 'canonicalUrl'): Promise<Logged> => {
  let now = Date.now()
  const { app, logged, errors } = await openIntake({ clock: () => now })
  for (const request of requests) {
    now = request.receivedAt ?? now
    const { 'content-length': _, host: __, ...headers } = request.headers
    const answer = await app.inject({ method: request.method, url: request[form], headers, payload: request.body })
    const expected = request.method === 'POST' ? 202 : request.method === 'GET' ? 200 : 204
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([expected, '*'])
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  await app.close()
  expect(errors).toEqual([])
  return logged
}

/** Each event once, of its copies the one with the highest revision. */
const distinct = (rows: readonly EventRow[], type: string): EventRow[] => {
  const byId = new Map<string, EventRow>()
  for (const row of rows) {
    const known = byId.get(row.event_id)
    if (row.type === type && (!known || BigInt(row.revision) > BigInt(known.revision))) byId.set(row.event_id, row)
  }
  return [...byId.values()]
}

const byKey = <Item>(items: readonly Item[], key: (item: Item) => string) =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1))

for (const name of fixtureNames()) {
  test(`the capture ${name} is taken in as it was`, async () => {
    const { requests, truth } = readFixture(name)
    const logged = await send(requests, name.startsWith('02') ? 'canonicalUrl' : 'url')
    expect(logged.x).toEqual([])

    const actions = distinct(logged.e, 'action')
    expect(
      byKey(actions, (a) => a.event_id).map((a) => ({
        id: a.event_id,
        ids: a.action_id,
        view: a.view_id,
        type: a.action_type,
        name: a.action_target_name,
        frustration: a.action_frustration_type ?? [],
        selector: a.dd_action_target_selector,
        date: a.date,
      })),
    ).toEqual(
      byKey(truth.actions, (a) => a.id).map(({ id, view, type, name, frustration, selector, date }) => ({
        id,
        ids: [id],
        view,
        type,
        name: name || undefined,
        frustration,
        selector,
        date: dateText(date),
      })),
    )
    const ids = (type: string) =>
      distinct(logged.e, type)
        .map((row) => row.event_id)
        .sort()
    expect(ids('error')).toEqual(truth.errors.map((e) => e.id).sort())
    expect(ids('vital')).toEqual(truth.vitals.map((v) => v.id).sort())
    expect(ids('long_task')).toHaveLength(truth.longTasks)
    expect(ids('resource')).toHaveLength(truth.resources.distinct - (OWN_REQUESTS[name] ?? 0))
  })

  test(`the views of the capture ${name} fold to what they were`, async () => {
    const { requests, truth } = readFixture(name)
    const { d: documents, e } = await send(requests, 'canonicalUrl')
    const ids = [...new Set(documents.map((d) => d.view_id))]
    const views = ids.map((id) => foldView(documents.filter((d) => d.view_id === id)) as never as FoldedView)
    const told = views.map((v) => ({
      id: v.view.id,
      session: v.session.id,
      url: v.view.url,
      version: v._dd.document_version,
      spent: v.view.time_spent,
      active: v.view.is_active,
      actions: v.view.action.count,
      frustrations: v.view.frustration?.count ?? 0,
      usr: v.usr?.id,
      tab: v.tab?.id,
      loading: v.view.loading_type,
    }))
    expect(byKey(told, (v) => v.id)).toEqual(
      byKey(truth.views, (v) => v.id).map((v) => ({
        id: v.id,
        session: v.session,
        url: v.url,
        version: v.document_version,
        spent: v.time_spent_ns,
        active: v.is_active,
        actions: v.counts.action,
        frustrations: v.counts.frustration ?? 0,
        usr: v.usr,
        tab: v.tab,
        loading: v.loading_type,
      })),
    )
    const sessions = new Set(e.map((row) => row.session_id))
    expect([...sessions].sort()).toEqual(Object.keys(truth.sessions).sort())
  })

  test(`the recordings of the capture ${name} are kept`, async () => {
    const { requests, truth } = readFixture(name)
    const { s: segments, i: images } = await send(requests, 'canonicalUrl')
    const found: Record<string, unknown> = {}
    for (const { view_id } of segments) {
      const own = new Map(segments.filter((s) => s.view_id === view_id).map((s) => [s.index_in_view, s]))
      found[view_id] = {
        session: [...own.values()][0]?.session_id,
        segments: [...own.keys()].sort((a, b) => a - b),
        records: [...own.values()].reduce((sum, s) => sum + s.records_count, 0),
        hasFullSnapshot: [...own.values()].some((s) => s.has_full_snapshot),
      }
    }
    const expected = Object.entries(truth.replay.views).map(([id, { session, segments, records, hasFullSnapshot }]) => [
      id,
      { session, segments, records, hasFullSnapshot },
    ])
    expect(found).toEqual(Object.fromEntries(expected))
    expect(new Set(images.map((image) => image.image_name)).size).toBe(truth.replay.images)
  })
}

interface FoldedView {
  session: { id: string }
  view: {
    id: string
    url: string
    time_spent: number
    is_active: boolean
    loading_type: string
    action: { count: number }
    frustration?: { count: number }
  }
  usr?: { id?: string }
  tab?: { id: string }
  _dd: { document_version: number }
}
