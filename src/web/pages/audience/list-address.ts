import type { Params } from '../../../ui/scope/search-params.ts'

/** Which profiles a list shows and how. Search texts stand as they were written. */
export interface ListQuestion {
  /** A part of the name, the email or the id. */
  find: string
  /** A search over profiles. */
  profile: string
  /** Only those with such an event in the time of the scope; null: whoever. */
  did: string | null
  /** Only those in the segment of this id; empty: whoever. */
  members: string
  sort: { field: string; order: 'asc' | 'desc' }
  /** Behind the name; null: the usual ones. */
  columns: readonly string[] | null
}

export type ChangeList = (part: Partial<ListQuestion>, how?: { replace?: boolean }) => void

const FIRST_SORT = { field: 'last_seen', order: 'desc' } as const

export const listQuestionOf = (params: Params): ListQuestion => {
  const sort = /^(-?)(.+)$/.exec(params.sort ?? '')
  const columns = (params.cols ?? '').split(',').filter(Boolean)
  return {
    find: params.find ?? '',
    profile: params.profile ?? '',
    did: params.did ?? null,
    members: params.members ?? '',
    sort: sort ? { field: sort[2]!, order: sort[1] ? 'desc' : 'asc' } : FIRST_SORT,
    columns: columns.length ? columns : null,
  }
}

/** As names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfList = (question: ListQuestion): Record<string, string | undefined> => {
  const { field, order } = question.sort
  const isFirst = field === FIRST_SORT.field && order === FIRST_SORT.order
  return {
    find: question.find || undefined,
    profile: question.profile || undefined,
    did: question.did ?? undefined,
    members: question.members || undefined,
    sort: isFirst ? undefined : `${order === 'desc' ? '-' : ''}${field}`,
    cols: question.columns?.join(',') || undefined,
  }
}

/** Whether anybody may be left out. */
export const isNarrowed = ({ find, profile, did, members }: ListQuestion): boolean =>
  find !== '' || profile !== '' || did !== null || members !== ''
