import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Icon } from '../icon.tsx'
import { usePlaces } from '../link.tsx'
import { useFrame } from '../scope/frame.ts'
import style from './charts.module.css'
import { ChartsDialog, StarButton } from './charts-dialog.tsx'
import { NameDialog } from './name-dialog.tsx'
import { isChanged, keptParams, type SavedChart } from './saved-chart.ts'
import { useChart, useChartChanges } from './use-charts.ts'

interface Props {
  /** Which analysis it is of, as the API calls it. */
  kind: string
  /** Proposed as a name. */
  title: string
  /** What the chart asks; null while it can't be asked. */
  request: object | null
}

type Open = 'charts' | 'save' | 'rename' | null

/** The saved chart that is open, if one is; to save what is shown, and to open another. */
export const ChartControl = ({ kind, title, request }: Props) => {
  const { params, setParams } = useFrame()
  const { path } = usePlaces()
  const [open, setOpen] = useState<Open>(null)
  const { data: found, error } = useChart(params.chart)
  const chart = params.chart === undefined || error ? null : (found ?? null)
  const { create, update } = useChartChanges()
  const parts = request && { request, view: { path, params: keptParams(params) } }
  const close = () => setOpen(null)
  const said = (message: string) => notifications.show({ message })
  const saveAs = async (named: { name: string; description: string }) => {
    const made = parts && (await create(kind, { ...named, ...parts }))
    if (!made) return
    close()
    setParams({ chart: made.id }, { replace: true })
    said(`Saved "${made.name}". Everyone here can open it.`)
  }
  const save = async () => {
    if (chart && parts && (await update(chart.id, parts))) said(`Saved "${chart.name}"`)
  }
  const rename = async (named: { name: string; description: string }) => {
    if (chart && (await update(chart.id, named))) close()
  }
  return (
    <div className={style.control}>
      {chart && <StarButton chart={chart} />}
      <ChartMenu chart={chart} isGone={error !== null && params.chart !== undefined} onOpen={setOpen} />
      {chart === null || chart.kind !== kind ? (
        <Button variant="subtle" leftSection={<Icon name="save" />} disabled={!parts} onClick={() => setOpen('save')}>
          Save
        </Button>
      ) : (
        isChanged(chart, params) && (
          <Button variant="subtle" leftSection={<Icon name="save" />} disabled={!parts} onClick={() => void save()}>
            Save changes
          </Button>
        )
      )}
      <ChartsDialog opened={open === 'charts'} onClose={close} />
      {open === 'save' && (
        <NameDialog
          title="Save this chart"
          done="Save chart"
          first={{ name: title.slice(0, 200), description: '' }}
          onDone={(named) => void saveAs(named)}
          onClose={close}
        />
      )}
      {open === 'rename' && chart && (
        <NameDialog
          title="Rename this chart"
          done="Rename chart"
          first={chart}
          onDone={(named) => void rename(named)}
          onClose={close}
        />
      )}
    </div>
  )
}

interface MenuProps {
  chart: SavedChart | null
  isGone: boolean
  onOpen: (what: Open) => void
}

const ChartMenu = ({ chart, isGone, onOpen }: MenuProps) => {
  const { params, setParams } = useFrame()
  const { go, path } = usePlaces()
  const { remove, startWith } = useChartChanges()
  const leave = () => setParams({ chart: undefined })
  const revert = () => {
    const view = chart?.view
    if (!view) return
    const gone = Object.fromEntries(Object.keys(keptParams(params)).map((name) => [name, undefined]))
    setParams({ ...gone, ...view.params })
  }
  const removeIt = async () => {
    if (chart && (await remove(chart.id))) leave()
  }
  if (!chart && !isGone) {
    return (
      <Button variant="subtle" color="gray" leftSection={<Icon name="chart" />} onClick={() => onOpen('charts')}>
        Charts
      </Button>
    )
  }
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<Icon name="down" size={12} />} aria-label="Chart">
          <bdi className={style.name} title={chart?.name}>
            {chart ? chart.name : 'The saved chart is gone'}
          </bdi>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOpen('charts')}>Open another chart</Menu.Item>
        {chart && (
          <>
            <Menu.Item onClick={() => onOpen('save')}>Save as another chart</Menu.Item>
            {isChanged(chart, params) && <Menu.Item onClick={revert}>Take the changes back</Menu.Item>}
            <Menu.Item onClick={() => onOpen('rename')}>Rename</Menu.Item>
            <Menu.Item onClick={() => void startWith(chart.isDefault ? null : chart.id)}>
              {chart.isDefault ? 'Start without a chart' : 'Start with this chart'}
            </Menu.Item>
          </>
        )}
        <Menu.Item onClick={() => (isGone ? leave() : go(path))}>Ask something new</Menu.Item>
        {chart && (
          <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => void removeIt()}>
            Remove for everyone
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
