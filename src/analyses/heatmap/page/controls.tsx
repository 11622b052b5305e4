import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useFacetValues } from '../../../ui/ask/facets.ts'
import { useSegments } from '../../../ui/ask/segments.ts'
import { exact } from '../../../ui/number/format.ts'
import type { HeatmapPage } from '../definition.ts'
import { BEFORE, LAYERS, MAPS, type Question } from './address.ts'
import style from './heatmap.module.css'

interface Props {
  question: Question
  change: (part: Partial<Question>) => void
  pages: readonly HeatmapPage[]
  view: string | undefined
  children: React.ReactNode
}

const MAP_WORDS = { click: 'Click map', top: 'Top elements', scroll: 'Scroll map' } as const
const LAYER_WORDS = {
  all: 'All clicks',
  rage: 'Rage clicks',
  dead: 'Dead clicks',
  error: 'Error clicks',
  converted: 'Clicks of converted sessions',
} as const

/** Which page, on which devices, and what is drawn on it. */
export const Controls = ({ question, change, pages, view, children }: Props) => {
  const devices = useFacetValues('device.type', '')
  const known = (devices.data ?? []).map(({ value }) => value)
  const names = pages.map((page) => ({ value: page.view_name, label: `${page.view_name} (${exact(page.views)})` }))
  const all =
    view !== undefined && !names.some(({ value }) => value === view) ? [{ value: view, label: view }, ...names] : names
  return (
    <div className={style.bar}>
      <Select
        aria-label="Page"
        w={220}
        searchable
        allowDeselect={false}
        data={all}
        value={view ?? null}
        placeholder="Choose a page"
        nothingFoundMessage="No page is called that"
        onChange={(name) => name !== null && change({ view: name, element: undefined, background: null })}
      />
      <Select
        aria-label="Device type"
        w={128}
        allowDeselect={false}
        data={[
          { value: 'any', label: 'Any device' },
          ...[...new Set(['Desktop', 'Mobile', 'Tablet', ...known, question.device])]
            .filter((device) => device !== 'any' && device !== '')
            .map((device) => ({ value: device, label: device })),
        ]}
        value={question.device}
        onChange={(device) => device !== null && change({ device, background: null })}
      />
      <SegmentedControl
        aria-label="Kind of heatmap"
        data={MAPS.map((map) => ({ value: map, label: MAP_WORDS[map] }))}
        value={question.map}
        onChange={(map) => change({ map: map as Question['map'] })}
      />
      {question.map !== 'scroll' && (
        <Select
          aria-label="Layer"
          w={176}
          allowDeselect={false}
          data={LAYERS.map((layer) => ({ value: layer, label: LAYER_WORDS[layer] }))}
          value={question.layer}
          onChange={(layer) => layer !== null && change({ layer: layer as Question['layer'] })}
        />
      )}
      {question.layer === 'converted' && question.map !== 'scroll' && (
        <SearchInput
          label="What counts as converted"
          placeholder="@action.name:purchase"
          value={question.converted}
          onChange={(converted) => change({ converted })}
        />
      )}
      {question.map !== 'scroll' && (
        <SearchInput
          label="Filter actions by"
          placeholder="Filter actions"
          value={question.actions}
          onChange={(actions) => change({ actions })}
        />
      )}
      <CompareSelect question={question} change={change} />
      {children}
    </div>
  )
}

/** What stands beside it: the time before, or a segment. */
const CompareSelect = ({ question, change }: Pick<Props, 'question' | 'change'>) => {
  const segments = useSegments()
  return (
    <Select
      aria-label="Compare with"
      w={192}
      allowDeselect={false}
      searchable={(segments ?? []).length > 6}
      nothingFoundMessage="No segment is called that"
      data={[
        { value: '', label: 'Compare with nothing' },
        { value: BEFORE, label: 'The time before' },
        ...(segments ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={question.compare}
      onChange={(compare) => compare !== null && change({ compare })}
    />
  )
}

/** A search that is asked once it is left or Enter is pressed. */
const SearchInput = ({
  label,
  placeholder,
  value,
  onChange,
}: {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
}) => {
  const [text, setText] = useState(value)
  const [before, setBefore] = useState(value)
  if (before !== value) {
    setBefore(value)
    setText(value)
  }
  const done = () => text !== value && onChange(text)
  return (
    <TextInput
      aria-label={label}
      title={label}
      w={190}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === 'Enter' && done()}
    />
  )
}
