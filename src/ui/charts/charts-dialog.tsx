import { ActionIcon, Checkbox, Menu, Modal, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Empty } from '../feedback/empty.tsx'
import { Failure } from '../feedback/failure.tsx'
import { Waiting } from '../feedback/loading.tsx'
import { Icon } from '../icon.tsx'
import { usePlaces } from '../link.tsx'
import { browserZone, stamp } from '../time/zone.ts'
import style from './charts.module.css'
import { openChart } from './open-chart.ts'
import type { SavedChart } from './saved-chart.ts'
import { useChartChanges, useCharts } from './use-charts.ts'

interface Props {
  opened: boolean
  onClose: () => void
}

/** All saved charts: to find, open, star, and to choose the one that one starts with. */
export const ChartsDialog = ({ opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title="Saved charts" size={640} closeButtonProps={{ 'aria-label': 'Close' }}>
    <Charts onClose={onClose} />
  </Modal>
)

const Charts = ({ onClose }: Pick<Props, 'onClose'>) => {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text, 150)
  const [starred, setStarred] = useState(false)
  const { data, error, refetch } = useCharts({ search, starred })
  const isNarrowed = search !== '' || starred
  const all = () => {
    setText('')
    setStarred(false)
  }
  return (
    <>
      <div className={style.search}>
        <TextInput
          data-autofocus
          aria-label="Find a chart"
          placeholder="Find a chart"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          label="Starred only"
          checked={starred}
          onChange={(event) => setStarred(event.currentTarget.checked)}
        />
      </div>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting rows={6} />}
      {data && data.charts.length === 0 && (
        <Empty
          title={isNarrowed ? 'No chart is called that' : 'No chart is saved yet'}
          action={isNarrowed ? { label: 'Show all charts', run: all } : undefined}
        >
          {isNarrowed
            ? 'Charts are found by their name and their description.'
            : 'Ask something, then press Save: the question gets a name, and everyone here can open it.'}
        </Empty>
      )}
      <ul className={style.list} aria-label="Charts">
        {data?.charts.map((chart) => (
          <ChartRow key={chart.id} chart={chart} onClose={onClose} />
        ))}
      </ul>
      {data && data.total > data.charts.length && (
        <p className="ww-muted">{`The ${data.charts.length} changed last of ${data.total} are shown. Type a part of the name to find others.`}</p>
      )}
    </>
  )
}

const ChartRow = ({ chart, onClose }: { chart: SavedChart; onClose: () => void }) => {
  const { go } = usePlaces()
  const open = () => {
    onClose()
    openChart(chart, go)
  }
  const about = [
    chart.isDefault ? 'You start with it' : '',
    `${chart.kind}, changed ${stamp(chart.updatedAt, browserZone(), 'minute')} by ${chart.updatedBy}`,
    chart.description,
  ]
  return (
    <li className={style.item}>
      <StarButton chart={chart} />
      <UnstyledButton className={style.open} disabled={chart.view === null} onClick={open} title={chart.name}>
        <bdi className={style.title}>{chart.name}</bdi>
        <bdi className={chart.view === null ? style.remedy : style.about}>
          {chart.view === null
            ? `Made over the API, and asks what no page can: run it by wayworn query --chart ${chart.id}`
            : about.filter(Boolean).join(' · ')}
        </bdi>
      </UnstyledButton>
      <RowMenu chart={chart} />
    </li>
  )
}

export const StarButton = ({ chart }: { chart: SavedChart }) => {
  const { star } = useChartChanges()
  return (
    <ActionIcon
      className={style.star}
      aria-label={`Star ${chart.name}`}
      aria-pressed={chart.starred}
      onClick={() => void star(chart.id, !chart.starred)}
    >
      <Icon name="star" />
    </ActionIcon>
  )
}

const RowMenu = ({ chart }: { chart: SavedChart }) => {
  const { remove, startWith } = useChartChanges()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`What to do with ${chart.name}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void startWith(chart.isDefault ? null : chart.id)}>
          {chart.isDefault ? 'Start without a chart' : 'Start with this chart'}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => void remove(chart.id)}>
          Remove for everyone
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
