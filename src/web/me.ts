import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../ui/ask/ask-context.ts'
import type { Person } from '../ui/shell/account-menu.tsx'

interface MeAnswer {
  data: { id: string; attributes: { email: string; name?: string | null; role: string } }
}

export type Me = Person & { id: string }

/** Who is signed in. Signed out, the question fails with 401 and the app goes to the sign-in page. */
export const useMe = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['me'],
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Me> => {
      const { data } = await ask<MeAnswer>({ path: '/api/v2/wayworn/me', signal })
      return { id: data.id, email: data.attributes.email, name: data.attributes.name ?? '', role: data.attributes.role }
    },
  })
}
