import { ActionIcon, SegmentedControl, Select, Tooltip } from '@mantine/core'
import { ChartTools } from '../../ui/builder/chart-tools.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { parseRollup, printRollup, rollupFor, rollupLabel } from '../../ui/time/bucket.ts'
import { DRAWS, type Question, SHOWS, type Show, VERSUS, type Versus } from './address.ts'
import { useFiles } from './files.ts'
import { type Request, versusOf } from './request.ts'
import { titleOf } from './result-head.tsx'
import { savedRequest } from './saved-request.ts'
import type { ChangeQuestion } from './use-question.ts'
import style from './view.module.css'
import { VERSUS_WORDS } from './words.ts'

const SHOW_WORDS: Record<Show, { label: string; icon: IconName }> = {
  series: { label: 'Over time', icon: 'line' },
  value: { label: 'Value', icon: 'value' },
  top: { label: 'Top list', icon: 'top' },
  bar: { label: 'Bars', icon: 'chart' },
  table: { label: 'Table', icon: 'table' },
  change: { label: 'Change', icon: 'sort' },
  pie: { label: 'Pie', icon: 'pie' },
  treemap: { label: 'Treemap', icon: 'treemap' },
  map: { label: 'World map', icon: 'globe' },
  distribution: { label: 'Distribution', icon: 'bell' },
  list: { label: 'Events', icon: 'list' },
}

interface Props {
  question: Question
  change: ChangeQuestion
  /** What is sent. */
  request: Request
  draw: string
}

/** How the answer is shown, and what can be taken away from it. */
export const Toolbar = ({ question, change, request, draw }: Props) => {
  const { scope, span } = useFrame()
  const saved = savedRequest(question, scope, span)
  const files = useFiles(question, request)
  return (
    <div className={style.toolbar} role="toolbar" aria-label="How it is shown">
      <ShowSelect question={question} change={change} />
      {question.show === 'series' && (
        <>
          <SegmentedControl
            aria-label="Drawn as"
            data={DRAWS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
            value={draw}
            onChange={(next) => change({ draw: DRAWS.find((d) => d === next) ?? null })}
          />
          <RollupSelect question={question} change={change} />
        </>
      )}
      {COMPARED.includes(question.show) && <VersusSelect question={question} change={change} />}
      {NUMBERED.includes(question.show) && (
        <Tooltip label={question.numbers ? 'Show the chart' : 'Show the numbers'}>
          <ActionIcon
            variant={question.numbers ? 'light' : 'subtle'}
            aria-label="Show the numbers as a table"
            aria-pressed={question.numbers}
            onClick={() => change({ numbers: !question.numbers })}
          >
            <Icon name="table" />
          </ActionIcon>
        </Tooltip>
      )}
      <ChartTools
        kind="analytics"
        title={titleOf(question)}
        request={request.ok ? request : null}
        saved={saved.ok ? saved.body : null}
        files={files}
      />
    </div>
  )
}

const COMPARED: readonly Show[] = ['series', 'value', 'top', 'bar', 'table', 'change']
/** Drawings whose numbers are not all written beside them. */
const NUMBERED: readonly Show[] = ['series', 'bar', 'pie', 'treemap', 'map', 'distribution']

type Controls = Pick<Props, 'question' | 'change'>

const ShowSelect = ({ question, change }: Controls) => (
  <Select
    aria-label="Shown as"
    w={132}
    allowDeselect={false}
    maxDropdownHeight={400}
    withCheckIcon={false}
    leftSection={<Icon name={SHOW_WORDS[question.show].icon} />}
    data={SHOWS.map((value) => ({ value, label: SHOW_WORDS[value].label }))}
    renderOption={({ option }) => (
      <span className={style.show}>
        <Icon name={SHOW_WORDS[option.value as Show].icon} />
        {option.label}
      </span>
    )}
    value={question.show}
    onChange={(show) => show && change({ show: show as Show, numbers: false })}
  />
)

const VersusSelect = ({ question, change }: Controls) => {
  const chosen = versusOf(question) ?? ''
  const isFree = versusOf({ ...question, versus: null }) === null
  return (
    <Select
      aria-label="Compared with"
      w={200}
      allowDeselect={false}
      data={[
        ...(isFree ? [{ value: '', label: 'Not compared' }] : []),
        ...VERSUS.map((value) => ({ value, label: `Against ${VERSUS_WORDS[value]}` })),
      ]}
      value={chosen}
      onChange={(versus) => change({ versus: (versus || null) as Versus | null })}
    />
  )
}

const ROLLUPS = ['minute', '5minute', 'hour', '4hour', 'day', 'week', 'month', 'quarter', 'year']

const RollupSelect = ({ question, change }: Controls) => {
  const { span } = useFrame()
  const auto = `${rollupLabel(rollupFor(span))}, auto`
  const chosen = question.roll ? printRollup(question.roll) : ''
  const all = chosen === '' || ROLLUPS.includes(chosen) ? ROLLUPS : [...ROLLUPS, chosen]
  return (
    <Select
      aria-label="Length of a period"
      w={136}
      allowDeselect={false}
      data={[{ value: '', label: auto }, ...all.map((value) => ({ value, label: rollupLabel(parseRollup(value)!) }))]}
      value={chosen}
      onChange={(roll) => change({ roll: roll ? parseRollup(roll) : null })}
    />
  )
}
