import type { FastifyInstance, FastifyRequest } from 'fastify'
import { countLabels, previewLabel } from '../../analyses/action-labels/count.ts'
import type { LabelledAction, NewLabelledAction } from '../../catalog/labelled-actions.ts'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import { isNamedIn } from '../../model/action-label/named-in.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { otherId } from './applications.ts'
import {
  ChangeLabelledAction,
  CreateLabelledAction,
  LABELLED_ACTIONS,
  LabelledActionRemoval,
  LabelledActionsQuery,
  type LabelUse,
  labelledActionBody,
  PreviewLabelledAction,
} from './labelled-action-body.ts'

export interface LabelledActionDeps extends QueryDeps {
  catalog: Pick<Catalog, 'labelledActions' | 'charts' | 'segments' | 'audit'>
}

/** Names over captured actions: ours, in the style of the published API. Searches find them as `@action.label:"…"`. */
export const labelledActionRoutes = async (app: FastifyInstance, deps: LabelledActionDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  const note = (request: FastifyRequest, identity: Identity, verb: string, { id, name }: LabelledAction) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `labelled-action.${verb}`,
      subject: id,
      detail: { name },
      address: request.ip,
    })
  const editor = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return identity
  }
  const existing = (request: FastifyRequest) =>
    catalog.labelledActions.get(idIn(request.params, 'This labelled action'))

  app.get(LABELLED_ACTIONS, async (request) => {
    await authenticate(request)
    const wanted = checked(LabelledActionsQuery, request.query, 'query')
    const [all, users] = await Promise.all([catalog.labelledActions.list(), possibleUsers(catalog)])
    const body = (action: LabelledAction) => labelledActionBody(action, usesOf(action.name, users))
    if (wanted.counts === 'false') return { data: all.map(body) }
    const { result, meta } = await answering(deps, request, 'labelled-actions', (asking) => countLabels(all, asking))
    return {
      data: all.map((action, i) => labelledActionBody(action, usesOf(action.name, users), result[i])),
      meta,
    }
  })

  app.get(`${LABELLED_ACTIONS}/:id`, async (request) => {
    const action = await authenticate(request).then(() => existing(request))
    const { result, meta } = await answering(deps, request, 'labelled-action', (asking) =>
      countLabels([action], asking),
    )
    return { data: labelledActionBody(action, usesOf(action.name, await possibleUsers(catalog)), result[0]), meta }
  })

  app.post(LABELLED_ACTIONS, async (request, reply) => {
    const identity = await editor(request)
    const { attributes } = checked(CreateLabelledAction, request.body).data
    const action = await catalog.labelledActions.create(attributes, identity.name)
    await note(request, identity, 'create', action)
    return reply.code(201).send({ data: labelledActionBody(action, usesOf(action.name, await possibleUsers(catalog))) })
  })

  app.patch(`${LABELLED_ACTIONS}/:id`, async (request) => {
    const identity = await editor(request)
    const before = await existing(request)
    const { data } = checked(ChangeLabelledAction, request.body)
    if (data.id !== undefined && data.id !== before.id) throw otherId(before.id)
    const users = await possibleUsers(catalog)
    const { name } = data.attributes
    if (name !== undefined && name !== before.name) refuseWhileUsed(before, users, 'keeps its name')
    const given = Object.entries(data.attributes).filter(([, value]) => value !== undefined)
    const change = Object.fromEntries(given) as Partial<NewLabelledAction>
    const action = await catalog.labelledActions.update(before.id, change, identity.name)
    await note(request, identity, 'update', action)
    return { data: labelledActionBody(action, usesOf(action.name, users)) }
  })

  app.delete(`${LABELLED_ACTIONS}/:id`, async (request, reply) => {
    const identity = await editor(request)
    const action = await existing(request)
    const { force } = checked(LabelledActionRemoval, request.query, 'query')
    if (force === 'false')
      refuseWhileUsed(action, await possibleUsers(catalog), 'stays, unless you remove it with force=true')
    await catalog.labelledActions.remove(action.id)
    await note(request, identity, 'remove', action)
    return reply.code(204).send()
  })

  app.post(`${LABELLED_ACTIONS}/preview`, async (request) => {
    const { definitions, limit } = checked(PreviewLabelledAction, request.body).data.attributes
    const { result, meta } = await answering(deps, request, 'labelled-action-preview', (asking) =>
      previewLabel({ name: '', definitions }, limit, asking),
    )
    return answer('labeled_action_preview', result, meta)
  })
}

type PossibleUser = LabelUse & { holds: unknown }

const MOST_CHARTS = 100_000

/** Everything saved that may name a label. */
const possibleUsers = async ({ charts, segments }: LabelledActionDeps['catalog']): Promise<PossibleUser[]> => {
  const [found, rules] = await Promise.all([
    charts.list({}, { size: MOST_CHARTS, number: 0, descending: false }, null),
    segments.list(),
  ])
  return [
    ...found.charts.map(({ id, name, request }) => ({ type: 'chart' as const, id, name, holds: request })),
    ...rules.map(({ id, name, definition }) => ({ type: 'segment' as const, id, name, holds: definition })),
  ]
}

const usesOf = (label: string, users: readonly PossibleUser[]): LabelUse[] =>
  users.filter(({ holds }) => isNamedIn(label, holds)).map(({ type, id, name }) => ({ type, id, name }))

const refuseWhileUsed = ({ name }: LabelledAction, users: readonly PossibleUser[], stays: string): void => {
  const uses = usesOf(name, users)
  if (!uses.length) return
  const named = uses.map((use) => `the ${use.type} "${use.name}"`).join(', ')
  throw new WaywornError('conflict', { reason: `"${name}" is used by ${named}, so it ${stays}` })
}
