import { useParams } from '@tanstack/react-router'
import { parseRule } from '../../../../ui/ask/segment-draft.ts'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { SegmentEditor } from './editor.tsx'
import { FilePage } from './file-page.tsx'
import { useSegments } from './use-segments.ts'

/** A segment, or one that is being made: of rules, or of a file. */
export const SegmentPage = () => {
  const { id } = useParams({ strict: false }) as { id: string }
  const { params } = useFrame()
  if (id === 'new') {
    const audience = params.audience === 'accounts' ? ('accounts' as const) : ('users' as const)
    if (params.from_file !== undefined) return <FilePage segment={undefined} />
    return <SegmentEditor segment={undefined} draft={{ audience, rule: parseRule(params.rule), name: params.name }} />
  }
  return <Existing key={id} id={id} />
}

const Existing = ({ id }: { id: string }) => {
  const { data, error, refetch } = useSegments()
  const { params } = useFrame()
  const { go } = usePlaces()
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={10} />
  const segment = data.find((one) => one.id === id)
  if (!segment) {
    return (
      <Empty title="No such segment" action={{ label: 'Show all segments', run: () => go('/segments') }}>
        It was deleted, or the address is mistyped.
      </Empty>
    )
  }
  if (segment.source === 'csv') return <FilePage segment={segment} />
  const draft = { audience: segment.audience, rule: parseRule(params.rule) ?? segment.definition }
  return <SegmentEditor segment={segment} draft={draft} />
}
