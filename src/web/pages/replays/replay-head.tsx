import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { textOf, valueAt } from '../../../analyses/analytics/event.ts'
import { Icon } from '../../../ui/icon.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { replayPath } from '../../../ui/replay-link.tsx'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { KeepSwitch } from './keep-switch.tsx'
import style from './replay.module.css'
import { neighboursOf } from './replay-list.ts'
import type { Recorded, SessionEvent } from './session.ts'
import { Watched } from './watched.tsx'

interface Props {
  recorded: Recorded
  session: SessionEvent | undefined
  /** Whether events are there to tell. */
  isKnown: boolean
  start: number
  tabs: readonly { id: string }[]
  tab: string
  onTab: (id: string) => void
}

const FACTS = ['geo.city', 'geo.country', 'device.type', 'os.name', 'browser.name', 'version']

/** Who was seen, where and with what; the sessions before and after it in the list; the tabs of the session. */
export const ReplayHead = ({ recorded, session, isKnown, start, tabs, tab, onTab }: Props) => {
  const tree = session?.tree ?? {}
  const of = (path: string) => textOf(valueAt(tree, path))
  const who = of('usr.name') || of('usr.email') || of('usr.id') || (isKnown ? 'Somebody unknown' : 'Replay')
  const facts = [of('usr.email'), ...FACTS.map(of)].filter((fact) => fact && fact !== who)
  return (
    <header className={style.head}>
      <Neighbours session={recorded.session} />
      <div className={style.who}>
        <h1>
          <bdi>{who}</bdi>
        </h1>
        <div className="ww-muted">
          <bdi>{[stamp(start, browserZone(), 'minute'), ...new Set(facts)].join(' · ')}</bdi>
        </div>
      </div>
      <KeepSwitch recorded={recorded} />
      <Watched session={recorded.session} />
      {tabs.length > 1 && (
        <SegmentedControl
          aria-label="Browser tab"
          size="xs"
          value={tab}
          onChange={onTab}
          data={tabs.map(({ id }, index) => ({ value: id, label: `Tab ${index + 1}` }))}
        />
      )}
    </header>
  )
}

const Neighbours = ({ session }: { session: string }) => {
  const { go } = usePlaces()
  const { previous, next, href } = neighboursOf(session)
  const way = (icon: 'left' | 'right', label: string, to: string | undefined) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={to === undefined} onClick={() => to !== undefined && go(replayPath(to))}>
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <div className={style.ways}>
      <Tooltip label="All replays">
        <ActionIcon aria-label="All replays" onClick={() => go(href ?? '/replays')}>
          <Icon name="list" />
        </ActionIcon>
      </Tooltip>
      {way('left', 'Session before it in the list', previous)}
      {way('right', 'Session after it in the list', next)}
    </div>
  )
}
