import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../ui/ask/ask-context.ts'
import type { Places } from '../ui/link.tsx'
import type { Command } from '../ui/shell/palette.tsx'
import { idOf, nameOf, type Profile, pagePath } from './pages/audience/audiences.ts'
import { listQuestionOf } from './pages/audience/list-address.ts'
import { profilesRequest } from './pages/audience/list-request.ts'

const SHORTEST = 2
const MOST = 5
const WHENEVER = { from: 0, to: 0 }

/** Users whose name, email or id holds the text, seen last first: each is a way to their page. */
export const useFoundPeople = (text: string, { go }: Pick<Places, 'go'>): Command[] => {
  const ask = useAsk()
  const [find] = useDebouncedValue(text.trim(), 150)
  const question = { ...listQuestionOf({ find }), columns: [] }
  const { path, body } = profilesRequest(question, 'users', WHENEVER, { offset: 0, limit: MOST })
  const { data = [] } = useQuery({
    queryKey: ['profiles', path, body],
    enabled: find.length >= SHORTEST,
    retry: false,
    queryFn: async ({ signal }) =>
      (await ask<{ data: { attributes: { hits: Profile[] } } }>({ method: 'POST', path, body, signal })).data.attributes
        .hits,
  })
  if (text.trim().length < SHORTEST) return []
  return data.map((profile) => {
    const id = idOf(profile, 'users')
    const name = nameOf(profile, 'users')
    const run = () => go(pagePath('users', id))
    return { id: `user ${id}`, label: name === id ? id : `${name}, ${id}`, group: 'User', icon: 'people', run }
  })
}
