import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../ui/ask/profile-facets.ts'
import type { Span } from '../../../ui/time/range.ts'
import type { Profile } from './audiences.ts'
import type { ListQuestion } from './list-address.ts'
import { profilesRequest } from './list-request.ts'

interface ProfilesAnswer {
  data: { attributes: { hits: Profile[]; total: number } }
}

interface Asked {
  question: ListQuestion
  span: Span
}

const AT_ONCE = 200

/**
 * The profiles of a list, fetched as they come into sight. A changed question aborts the one before, and what that one
 * found stays, with `about`, until the new answer is there.
 */
export const useProfiles = (question: ListQuestion, audience: Audience, span: Span) => {
  const ask = useAsk()
  const [sight, setSight] = useState({ first: 0, last: 0 })
  const options = ({ question, span }: Asked, page: number) => {
    const { path, body } = profilesRequest(question, audience, span, { offset: page * AT_ONCE, limit: AT_ONCE })
    return {
      queryKey: ['profiles', path, body],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const answer = await ask<ProfilesAnswer>({ method: 'POST', path, body, signal })
        return { ...answer.data.attributes, about: { question, span } }
      },
    }
  }
  const first = useQuery({ ...options({ question, span }, 0), placeholderData: keepPreviousData })
  const about = first.data?.about ?? { question, span }
  const pages = useMemo(() => {
    const all = Array.from({ length: sight.last - sight.first + 1 }, (_, i) => sight.first + i)
    return all.filter((page) => page > 0)
  }, [sight])
  const more = useQueries({
    queries: pages.map((page) => ({ ...options(about, page), enabled: !first.isPlaceholderData })),
  })
  const rowAt = (index: number): Profile | undefined => {
    const page = Math.floor(index / AT_ONCE)
    const found = page === 0 ? first.data : more[pages.indexOf(page)]?.data
    return found?.hits[index % AT_ONCE]
  }
  const onSight = useCallback(
    (from: number, to: number) =>
      setSight((old) => {
        const next = { first: Math.floor(from / AT_ONCE), last: Math.max(0, Math.floor((to - 1) / AT_ONCE)) }
        return old.first === next.first && old.last === next.last ? old : next
      }),
    [],
  )
  return {
    total: first.data?.total,
    about,
    rowAt,
    onSight,
    isOld: first.isPlaceholderData,
    error: first.error ?? more.find((one) => one.error)?.error ?? null,
    again: () => void first.refetch(),
  }
}
