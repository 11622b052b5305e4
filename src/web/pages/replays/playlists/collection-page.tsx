import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { Page } from '../../../../ui/page.tsx'
import { useMe } from '../../../me.ts'
import type { COLLECTIONS } from './collections.ts'
import { EntryTable } from './entry-table.tsx'

type Props = (typeof COLLECTIONS)[string] & { name: string }

/** What was watched or written about, as a playlist. */
export const CollectionPage = ({ name, title, lead, none, load }: Props) => {
  const ask = useAsk()
  const me = useMe()
  const { go } = usePlaces()
  const { data, error, refetch } = useQuery({
    queryKey: ['comments', 'collection', name, me.data?.id],
    enabled: me.data !== undefined,
    queryFn: ({ signal }) => load(ask, me.data!.id, signal),
  })
  return (
    <Page title={title} lead={lead}>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty title="Nothing yet" action={{ label: 'All replays', run: () => go('/replays') }}>
          {none}
        </Empty>
      )}
      {data && data.length > 0 && <EntryTable entries={data} />}
    </Page>
  )
}
