import { Button, Menu } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { stamp } from '../../../ui/time/zone.ts'
import type { HeatmapBackground } from '../definition.ts'
import type { Question } from './address.ts'
import { type Background, momentOf } from './use-background.ts'

interface Props {
  current: Background | null
  found: readonly HeatmapBackground[]
  change: (part: Partial<Question>) => void
  keep: (of: HeatmapBackground) => void
  letGo: (id: string) => void
}

const WHY = { chosen: 'chosen here', kept: 'kept for all', found: 'picked by itself' } as const

/** Which recorded moment stands behind the clicks: another one, kept for all, or let go of. */
export const BackgroundMenu = ({ current, found, change, keep, letGo }: Props) => {
  const { scope } = useFrame()
  const { source, snapshot } = current ?? {}
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="down" size={12} />}>
          {current ? `Background: ${WHY[current.why]}` : 'Background'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {source && current?.why !== 'kept' && (
          <Menu.Item leftSection={<Icon name="check" />} onClick={() => keep(source)}>
            Keep this one for all
          </Menu.Item>
        )}
        {snapshot && (
          <Menu.Item leftSection={<Icon name="trash" />} onClick={() => letGo(snapshot.id)}>
            Let go of it, and pick by itself
          </Menu.Item>
        )}
        {current?.why === 'chosen' && (
          <Menu.Item leftSection={<Icon name="refresh" />} onClick={() => change({ background: null })}>
            Back to the page's own
          </Menu.Item>
        )}
        <Menu.Label>Recorded views</Menu.Label>
        {found.slice(0, 12).map((one) => (
          <Menu.Item key={one.view_id} onClick={() => change({ background: momentOf(one) })}>
            {`${stamp(one.at, scope.zone, 'minute')}, ${one.width} × ${one.height}`}
          </Menu.Item>
        ))}
        {found.length === 0 && <Menu.Item disabled>None in this time</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
