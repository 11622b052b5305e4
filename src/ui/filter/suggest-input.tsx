import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { useFacetSource } from '../ask/facet-source.ts'
import { short } from '../number/format.ts'
import style from './filter.module.css'
import { completionAt, type Suggestion, suggestionsAt } from './suggest.ts'

export interface SuggestHandle {
  focus: () => void
}

interface Props {
  text: string
  onText: (text: string) => void
  /** Enter: the text is meant as it is now. */
  onCommit: (text: string) => void
  onCancel: () => void
  onBackspace?: () => void
  onBlur?: () => void
  /** A condition typed by its value alone is complete: take it at once. */
  takeValues?: boolean
  label: string
  placeholder?: string
  describedBy?: string | undefined
  invalid?: boolean
  handle?: Ref<SuggestHandle>
}

/** A line of search text that proposes attributes and, from the data, their values. */
export const SuggestInput = (props: Props) => {
  const { text, label, placeholder, invalid } = props
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useImperativeHandle(props.handle, () => ({ focus: () => field.current?.focus() }))
  const list = useSuggestionList(props, field)
  const { open, marked, items } = list
  return (
    <div className={style.suggest}>
      <input
        ref={field}
        className={style.input}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open && marked >= 0 ? `${id}-${marked}` : undefined}
        aria-invalid={invalid}
        aria-describedby={props.describedBy}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={placeholder}
        value={text}
        onChange={(event) => list.type(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
        onSelect={(event) => list.setCaret(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => list.setOpen(true)}
        onBlur={() => {
          list.setOpen(false)
          props.onBlur?.()
        }}
        onKeyDown={list.onKeyDown}
      />
      {open && <SuggestionList id={id} items={items} marked={marked} onChoose={list.choose} />}
    </div>
  )
}

const useSuggestionList = (props: Props, field: React.RefObject<HTMLInputElement | null>) => {
  const { text } = props
  const [focused, setOpen] = useState(false)
  const [caret, setCaret] = useState(text.length)
  const [mark, setMark] = useState<number | null>(null)
  const completion = completionAt(text, Math.min(caret, text.length))
  const source = useFacetSource()
  const facets = source.useFacets()
  const attribute = focused && completion.kind === 'value' ? completion.attribute : null
  const values = source.useValues(attribute, completion.kind === 'value' ? completion.prefix : '')
  const items = focused ? suggestionsAt(text, completion, facets, attribute ? (values.data ?? []) : [], source) : []
  const isWriting =
    completion.kind !== 'none' && completion.prefix !== '' && (completion.kind === 'value' || text.includes('@'))
  const marked = mark === null ? (isWriting && items.length ? 0 : -1) : Math.min(mark, items.length - 1)
  const open = focused && items.length > 0
  const type = (next: string, at: number) => {
    props.onText(next)
    setCaret(at)
    setMark(null)
    setOpen(true)
  }
  const choose = (item: Suggestion) => {
    if (item.done && props.takeValues) return props.onCommit(item.text)
    type(item.text, item.caret)
    requestAnimationFrame(() => field.current?.setSelectionRange(item.caret, item.caret))
  }
  const onKeyDown = (event: KeyboardEvent) =>
    press(event, { props, open, items, marked, setMark, choose, close: () => setOpen(false) })
  return { open, items, marked, setCaret, setOpen, type, choose, onKeyDown }
}

interface Pressed {
  props: Props
  open: boolean
  items: readonly Suggestion[]
  marked: number
  setMark: (index: number) => void
  choose: (item: Suggestion) => void
  close: () => void
}

const press = (event: KeyboardEvent, { props, open, items, marked, setMark, choose, close }: Pressed) => {
  const item = open ? items[marked] : undefined
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (!open) return
    event.preventDefault()
    const step = event.key === 'ArrowDown' ? 1 : -1
    setMark((marked + step + items.length) % items.length)
  } else if (event.key === 'Enter') {
    event.preventDefault()
    if (item) choose(item)
    else props.onCommit(props.text)
  } else if (event.key === 'Tab' && item && !event.shiftKey && props.text !== '') {
    event.preventDefault()
    choose(item)
  } else if (event.key === 'Escape') {
    if (open) close()
    else props.onCancel()
  } else if (event.key === 'Backspace' && props.text === '') {
    props.onBackspace?.()
  }
}

interface ListProps {
  id: string
  items: readonly Suggestion[]
  marked: number
  onChoose: (item: Suggestion) => void
}

const SuggestionList = ({ id, items, marked, onChoose }: ListProps) => (
  <div className={style.list} role="listbox" id={`${id}-list`} aria-label="Suggestions">
    {items.map((item, i) => (
      <div
        key={item.key}
        id={`${id}-${i}`}
        role="option"
        tabIndex={-1}
        aria-selected={i === marked}
        className={style.option}
        // The field must keep its focus, or the list would close before the click arrives.
        onMouseDown={(event) => {
          event.preventDefault()
          onChoose(item)
        }}
      >
        <bdi className={style.optionLabel}>{item.label}</bdi>
        <span className={style.hint}>{item.done ? short(Number(item.hint)) : item.hint}</span>
      </div>
    ))}
  </div>
)
