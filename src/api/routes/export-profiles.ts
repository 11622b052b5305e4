import { type AskAgain, type Exported, MOST_UNSLICED } from '../../analyses/export/rows.ts'
import { PROFILE_ATTRIBUTES } from '../../audience/profiles/attributes.ts'
import { WaywornError } from '../../lib/errors.ts'
import { inRequest } from './export-body.ts'
import { QueryAccounts, QueryEventFilteredUsers, QueryUsers } from './profile-body.ts'
import { answerProfiles } from './profile-query.ts'

/** The requests for profiles, by their types. */
const REQUESTS = {
  query_users_request: { body: QueryUsers, audience: 'users' },
  query_event_filtered_users_request: { body: QueryEventFilteredUsers, audience: 'users' },
  query_account_request: { body: QueryAccounts, audience: 'accounts' },
} as const
type ProfileRequestType = keyof typeof REQUESTS

export const isProfileRequest = (type: unknown): type is ProfileRequestType =>
  typeof type === 'string' && Object.hasOwn(REQUESTS, type)

/** Profiles as rows, all at once: their order is theirs alone, so there is no going on from one slice to the next. */
export const exportProfiles = async (
  request: object,
  type: ProfileRequestType,
  limit: number,
  again: AskAgain,
): Promise<Exported & { limit: number }> => {
  const { body, audience } = REQUESTS[type]
  if (limit > MOST_UNSLICED) {
    const reason = `a file holds ${MOST_UNSLICED.toLocaleString('en')} profiles at most; narrow the request for more`
    throw new WaywornError('invalid_field', { field: 'limit', reason }, { pointer: '/data/attributes/limit' })
  }
  const { attributes } = inRequest(body, request).data
  const { hits, total } = await again((asking) =>
    answerProfiles({ ...attributes, counted: true, limit }, audience, asking),
  )
  const columns = attributes.select_columns?.length
    ? attributes.select_columns
    : PROFILE_ATTRIBUTES[audience].map(({ id }) => id)
  return { columns, total: total!, slices: atOnce(hits), limit }
}

async function* atOnce<R>(rows: readonly R[]) {
  yield rows
}
