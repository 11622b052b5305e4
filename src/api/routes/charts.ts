import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ChartChange, ChartSort } from '../../catalog/charts.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { otherId } from './applications.ts'
import {
  ChangeChart,
  ChartsQuery,
  CreateChart,
  chartBody,
  DefaultChart,
  storable,
  storedRequest,
} from './chart-body.ts'

const CHARTS = '/api/v2/wayworn/charts'
const DEFAULT = '/api/v2/wayworn/me/default-chart'
const SORTS: Record<string, ChartSort> = { name: 'name', updated_at: 'updatedAt', created_at: 'createdAt' }
/** Saved charts, shared by all: everyone reads and stars, editors make, change and remove. */
export const chartRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  readingRoutes(app, deps)
  changingRoutes(app, deps)
  ownRoutes(app, deps)
}

const chartId = (request: FastifyRequest) => idIn(request.params, 'This chart')

const readingRoutes = (app: FastifyInstance, { catalog, authenticate }: AccountDeps): void => {
  app.get(CHARTS, async (request) => {
    const { personId } = await authenticate(request)
    const query = checked(ChartsQuery, request.query, 'query')
    const descending = query.sort.startsWith('-')
    const sort = SORTS[query.sort.replace('-', '')]!
    const filter = {
      text: query.search,
      kind: query.kind,
      attribute: query.attribute,
      starred: query.starred === 'true',
    }
    const page = { size: query['page[size]'], number: query['page[number]'], sort, descending }
    const { charts, total } = await catalog.charts.list(filter, page, personId)
    return { data: charts.map(chartBody), meta: { page: { total_count: total } } }
  })
  app.get(`${CHARTS}/:id`, async (request) => {
    const { personId } = await authenticate(request)
    return { data: chartBody(await catalog.charts.get(chartId(request), personId)) }
  })
}

const changingRoutes = (app: FastifyInstance, { catalog, authenticate }: AccountDeps): void => {
  const editor = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return identity
  }
  const note = (request: FastifyRequest, identity: Identity, verb: string, id: string, name: string) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `chart.${verb}`,
      subject: id,
      detail: { name },
      address: request.ip,
    })
  app.post(CHARTS, async (request, reply) => {
    const identity = await editor(request)
    const { attributes } = checked(CreateChart, request.body).data
    const view = storable(attributes.view, '/data/attributes/view')
    const wanted = { ...attributes, view, ...storedRequest(attributes.kind, attributes.request) }
    const chart = await catalog.charts.create(wanted, identity.name, identity.personId)
    await note(request, identity, 'create', chart.id, chart.name)
    return reply.code(201).send({ data: chartBody(chart) })
  })
  app.patch(`${CHARTS}/:id`, async (request) => {
    const identity = await editor(request)
    const id = chartId(request)
    const { data } = checked(ChangeChart, request.body)
    if (data.id !== undefined && data.id !== id) throw otherId(id)
    const { kind } = await catalog.charts.get(id, identity.personId)
    const { name, description, view, request: asked } = data.attributes
    const change: ChartChange = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(view === undefined ? {} : { view: storable(view, '/data/attributes/view') }),
      ...(asked === undefined ? {} : storedRequest(kind, asked)),
    }
    const chart = await catalog.charts.update(id, change, identity.name, identity.personId)
    await note(request, identity, 'update', id, chart.name)
    return { data: chartBody(chart) }
  })
  app.delete(`${CHARTS}/:id`, async (request, reply) => {
    const identity = await editor(request)
    const id = chartId(request)
    const { name } = await catalog.charts.get(id, identity.personId)
    await catalog.charts.remove(id)
    await note(request, identity, 'remove', id, name)
    return reply.code(204).send()
  })
}

/** What a person keeps for themselves. Throws `conflict` for a key that belongs to nobody. */
export const personOfRequest = ({ personId }: Identity): string => {
  if (personId !== null) return personId
  const reason = 'Stars, a first chart and recent searches belong to a person; sign in, or use a key that a person made'
  throw new WaywornError('conflict', { reason })
}

const ownRoutes = (app: FastifyInstance, { catalog, authenticate }: AccountDeps): void => {
  for (const [method, on] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: `${CHARTS}/:id/star`,
      handler: async (request, reply) => {
        const personId = personOfRequest(await authenticate(request))
        await catalog.charts.star(chartId(request), personId, on)
        return reply.code(204).send()
      },
    })
  }
  app.get(DEFAULT, async (request) => {
    const personId = personOfRequest(await authenticate(request))
    return { data: { type: 'default_chart', id: await catalog.charts.defaultOf(personId) } }
  })
  app.put(DEFAULT, async (request) => {
    const personId = personOfRequest(await authenticate(request))
    const { id } = checked(DefaultChart, request.body).data
    await catalog.charts.setDefault(personId, id)
    return { data: { type: 'default_chart', id } }
  })
}
