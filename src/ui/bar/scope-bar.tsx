import { ActionIcon, Select, Tooltip } from '@mantine/core'
import { FilterBar } from '../filter/filter-bar.tsx'
import { Icon } from '../icon.tsx'
import { useFrame } from '../scope/frame.ts'
import { useKey } from '../shell/keys.ts'
import { TimePicker } from '../time-picker/time-picker.tsx'
import style from './bar.module.css'
import { LiveButton } from './live-button.tsx'
import { RecentSearches } from './recent-searches.tsx'
import { SegmentSelect } from './segment-select.tsx'

/** An application to choose from. */
export interface Choice {
  id: string
  name: string
}

/** The bar on top of every chart page: which application, which events, when. */
export const ScopeBar = ({ applications }: { applications: readonly Choice[] }) => {
  const { scope, span, now, setScope, refresh } = useFrame()
  useKey('r', 'Ask again', refresh)
  return (
    <div className={style.bar} role="search" aria-label="What is shown">
      <ApplicationSelect applications={applications} />
      <div className={style.filter}>
        <FilterBar value={scope.filter} onChange={(filter) => setScope({ filter })} />
      </div>
      <RecentSearches />
      <SegmentSelect />
      <TimePicker
        range={scope.time}
        span={span}
        zone={scope.zone}
        now={now}
        onChange={(time) => setScope({ time })}
        onZone={(zone) => setScope({ zone })}
      />
      <LiveButton />
      <Tooltip label="Ask again (r)">
        <ActionIcon size={30} variant="default" aria-label="Ask again" onClick={refresh}>
          <Icon name="refresh" />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

const ApplicationSelect = ({ applications }: { applications: readonly Choice[] }) => {
  const { scope, setScope } = useFrame()
  const options = [
    { value: '', label: 'All applications' },
    ...applications.map((a) => ({ value: a.id, label: a.name })),
  ]
  const known = options.some((o) => o.value === scope.app)
  return (
    <Select
      aria-label="Application"
      w={168}
      data={known ? options : [...options, { value: scope.app, label: 'Unknown application' }]}
      value={scope.app}
      onChange={(app) => setScope({ app: app ?? '' })}
      allowDeselect={false}
      searchable={applications.length > 8}
    />
  )
}
