import { ActionIcon, Button, Menu, SegmentedControl, Select, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { curlOf } from '../../ui/ask/curl.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { parseRollup, printRollup, rollupFor, rollupLabel } from '../../ui/time/bucket.ts'
import { DRAWS, type Question, SHOWS, type Show } from './address.ts'
import type { Request } from './request.ts'
import type { ChangeQuestion } from './use-question.ts'
import style from './view.module.css'

const SHOW_WORDS: Record<Show, { label: string; icon: IconName }> = {
  series: { label: 'Over time', icon: 'line' },
  top: { label: 'Top list', icon: 'top' },
  table: { label: 'Table', icon: 'table' },
  value: { label: 'Value', icon: 'value' },
  list: { label: 'Events', icon: 'list' },
}

interface Props {
  question: Question
  change: ChangeQuestion
  request: Request
  draw: string
  asTable: boolean
  onAsTable: (on: boolean) => void
  onSql: () => void
}

/** How the answer is shown, and what can be taken away from it. */
export const Toolbar = ({ question, change, request, draw, asTable, onAsTable, onSql }: Props) => (
  <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
    <SegmentedControl
      aria-label="Shown as"
      data={SHOWS.map((value) => ({
        value,
        label: (
          <span className={style.show}>
            <Icon name={SHOW_WORDS[value].icon} />
            {SHOW_WORDS[value].label}
          </span>
        ),
      }))}
      value={question.show}
      onChange={(show) => change({ show: show as Show })}
    />
    {question.show === 'series' && (
      <>
        <SegmentedControl
          aria-label="Drawn as"
          data={DRAWS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
          value={draw}
          onChange={(next) => change({ draw: DRAWS.find((d) => d === next) ?? null })}
        />
        <RollupSelect question={question} change={change} />
        <Tooltip label={asTable ? 'Show the chart' : 'Show the numbers'}>
          <ActionIcon
            variant={asTable ? 'light' : 'subtle'}
            aria-label="Show the numbers as a table"
            aria-pressed={asTable}
            onClick={() => onAsTable(!asTable)}
          >
            <Icon name="table" />
          </ActionIcon>
        </Tooltip>
      </>
    )}
    <div className={style.toolbarEnd}>
      <Button variant="subtle" color="gray" leftSection={<Icon name="code" />} onClick={onSql} disabled={!request.ok}>
        SQL
      </Button>
      <CopyMenu request={request} />
    </div>
  </div>
)

const ROLLUPS = ['minute', '5minute', 'hour', '4hour', 'day', 'week', 'month', 'quarter', 'year']

const RollupSelect = ({ question, change }: Pick<Props, 'question' | 'change'>) => {
  const { span } = useFrame()
  const auto = `${rollupLabel(rollupFor(span))}, auto`
  const chosen = question.roll ? printRollup(question.roll) : ''
  const all = chosen === '' || ROLLUPS.includes(chosen) ? ROLLUPS : [...ROLLUPS, chosen]
  return (
    <Select
      aria-label="Length of a period"
      w={116}
      allowDeselect={false}
      data={[{ value: '', label: auto }, ...all.map((value) => ({ value, label: rollupLabel(parseRollup(value)!) }))]}
      value={chosen}
      onChange={(roll) => change({ roll: roll ? parseRollup(roll) : null })}
    />
  )
}

const copy = async (text: string, what: string) => {
  await navigator.clipboard.writeText(text)
  notifications.show({ message: `Copied ${what}` })
}

const CopyMenu = ({ request }: { request: Request }) => (
  <Menu position="bottom-end" width={200}>
    <Menu.Target>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Icon name="copy" />}
        rightSection={<Icon name="down" size={12} />}
      >
        Copy
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Item onClick={() => void copy(location.href, 'the link')}>Link to this page</Menu.Item>
      {request.ok && (
        <>
          <Menu.Item onClick={() => void copy(curlOf(location.origin, request.path, request.body), 'the command')}>
            Request as cURL
          </Menu.Item>
          <Menu.Item onClick={() => void copy(JSON.stringify(request.body, null, 2), 'the request')}>
            Request as JSON
          </Menu.Item>
        </>
      )}
    </Menu.Dropdown>
  </Menu>
)
