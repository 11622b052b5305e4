import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useId, useRef, useState } from 'react'
import { type SearchReading, tryParseSearch } from '../../model/search/parse.ts'
import { printSearch } from '../../model/search/print.ts'
import { both, fromPills, toPills } from '../../model/search/terms-of.ts'
import { useFacetSource } from '../ask/facet-source.ts'
import { Icon } from '../icon.tsx'
import { useKey } from '../shell/keys.ts'
import style from './filter.module.css'
import { FilterPill } from './filter-pill.tsx'
import { type SuggestHandle, SuggestInput } from './suggest-input.tsx'

interface Props {
  value: string
  onChange: (value: string) => void
}

/** The page's filter: `/` goes to it. */
export const FilterBar = (props: Props) => {
  const handle = useRef<SuggestHandle>(null)
  useKey('/', 'Filter', () => handle.current?.focus())
  return <FilterField {...props} handle={handle} />
}

/** Which events: conditions as pills, or the same as one text. Both are the search syntax. */
export const FilterField = ({ handle, ...props }: Props & { handle?: React.Ref<SuggestHandle> }) => {
  const [asText, setAsText] = useLocalStorage({
    key: 'wayworn-filter-as-text',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const readable = tryParseSearch(props.value).ok
  const isText = asText || !readable
  return (
    <div className={style.bar}>
      <Icon name="filter" className={style.icon} />
      {isText ? <TextFilter {...props} key={props.value} handle={handle} /> : <PillFilter {...props} handle={handle} />}
      <Tooltip label={isText ? 'Show as conditions' : 'Show as text'}>
        <ActionIcon
          size={24}
          aria-label={isText ? 'Show the filter as conditions' : 'Show the filter as text'}
          disabled={!readable}
          onClick={() => setAsText(!isText)}
        >
          <Icon name={isText ? 'pills' : 'text'} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

type WithHandle = Props & { handle: React.Ref<SuggestHandle> | undefined }

const TextFilter = ({ value, onChange, handle }: WithHandle) => {
  const [text, setText] = useState(value)
  const reading = tryParseSearch(text)
  const id = useId()
  const { hint } = useFacetSource()
  const commit = (next: string) => tryParseSearch(next).ok && next !== value && onChange(next.trim())
  return (
    <div className={style.grow}>
      <SuggestInput
        {...(handle && { handle })}
        label="Filter"
        text={text}
        onText={setText}
        onCommit={commit}
        onCancel={() => setText(value)}
        onBlur={() => commit(text)}
        placeholder={hint}
        invalid={!reading.ok}
        describedBy={reading.ok ? undefined : id}
      />
      <SearchFault id={id} text={text} reading={reading} />
    </div>
  )
}

/** Points at the character that can't be read, and says why. */
export const SearchFault = ({ id, text, reading }: { id: string; text: string; reading: SearchReading }) => {
  if (reading.ok) return null
  const from = reading.position - 1
  const to = from + Math.max(1, reading.length)
  return (
    <div className={style.fault} id={id} role="alert">
      <code className={style.faultText}>
        {text.slice(Math.max(0, from - 30), from)}
        <mark>{text.slice(from, to) || '\u00a0'}</mark>
        {text.slice(to, to + 20)}
      </code>
      <span>{`Character ${reading.position}: ${reading.reason}.`}</span>
    </div>
  )
}

const PillFilter = ({ value, onChange, handle }: WithHandle) => {
  const { hint, bare } = useFacetSource()
  const reading = tryParseSearch(value)
  const pills = reading.ok ? toPills(reading.search, { bare }) : []
  const [draft, setDraft] = useState('')
  const [fault, setFault] = useState<SearchReading | null>(null)
  /** Which pill the draft takes the place of. */
  const [edited, setEdited] = useState<number | null>(null)
  const id = useId()
  const write = (text: string) => {
    setDraft(text)
    setFault(null)
  }
  const leave = () => {
    write('')
    setEdited(null)
  }
  const rest = (without: number | null) => pills.filter((_, i) => i !== without)
  const commit = (text: string) => {
    const added = tryParseSearch(text)
    if (!added.ok) return setFault(added)
    const before = fromPills(rest(edited))
    leave()
    onChange(printSearch(both(before, added.search), { bare }))
  }
  const edit = (index: number) => {
    setEdited(index)
    setDraft(pills[index]!.text)
    requestAnimationFrame(() => document.getElementById(`${id}-draft`)?.querySelector('input')?.focus())
  }
  return (
    <div className={style.grow}>
      <div className={style.pills}>
        {pills.map((pill, i) =>
          i === edited ? null : (
            <FilterPill
              key={pill.text}
              pill={pill}
              onEdit={() => edit(i)}
              onRemove={() => onChange(printSearch(fromPills(rest(i)), { bare }))}
            />
          ),
        )}
        <div className={style.draft} id={`${id}-draft`}>
          <SuggestInput
            {...(handle && { handle })}
            label="Add a condition"
            placeholder={pills.length ? 'Add' : hint}
            text={draft}
            takeValues
            onText={write}
            onCommit={(text) => (text.trim() === '' ? leave() : commit(text))}
            onCancel={leave}
            onBackspace={() => pills.length && edit(pills.length - 1)}
            onBlur={() => draft.trim() !== '' && tryParseSearch(draft).ok && commit(draft)}
            invalid={fault !== null}
            describedBy={fault ? `${id}-fault` : undefined}
          />
        </div>
      </div>
      {fault && <SearchFault id={`${id}-fault`} text={draft} reading={fault} />}
    </div>
  )
}
