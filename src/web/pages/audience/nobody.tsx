import type { Audience } from '../../../ui/ask/profile-facets.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { AUDIENCES } from './audiences.ts'
import { type ChangeList, isNarrowed, type ListQuestion } from './list-address.ts'

interface Props {
  audience: Audience
  question: ListQuestion
  change: ChangeList
}

const EVERYONE = { find: '', profile: '', did: null, members: '' }

/** Why nobody is here, and what mends it. */
export const NobodyFound = ({ audience, question, change }: Props) => {
  const { go } = usePlaces()
  const { many } = AUDIENCES[audience]
  if (isNarrowed(question)) {
    return (
      <Empty title={`No ${many} fit`} action={{ label: `Show all ${many}`, run: () => change(EVERYONE) }}>
        Nobody is like that. Values of conditions are case-sensitive, and * stands for any characters.
      </Empty>
    )
  }
  const call = audience === 'users' ? 'setUser({ id, name, email })' : 'setAccount({ id, name })'
  return (
    <Empty
      title={`No ${many} yet`}
      action={{ label: 'Set up an application', run: () => go('/settings/applications') }}
    >
      {`Here you find who uses your product. Tell the SDK who it is with ${call}; what came before from the same device joins them.`}
    </Empty>
  )
}
