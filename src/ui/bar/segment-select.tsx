import { Select } from '@mantine/core'
import { useSegments } from '../ask/segments.ts'
import { useFrame } from '../scope/frame.ts'

/** Whose events are shown: everybody's, or those of a segment. Not there while there are no segments. */
export const SegmentSelect = () => {
  const { scope, setScope } = useFrame()
  const segments = useSegments()
  if (!segments?.length && scope.segment === '') return null
  const options = [
    { value: '', label: 'Everybody' },
    ...(segments ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
  const known = options.some((o) => o.value === scope.segment)
  return (
    <Select
      aria-label="Segment"
      w={148}
      data={known ? options : [...options, { value: scope.segment, label: segments ? 'Unknown segment' : 'Segment' }]}
      value={scope.segment}
      onChange={(segment) => setScope({ segment: segment ?? '' })}
      allowDeselect={false}
      searchable={options.length > 8}
      nothingFoundMessage="No segment is called that"
    />
  )
}
