import { Combobox, type ComboboxStore, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { exact, percent, short } from '../../../ui/number/format.ts'
import style from './picker.module.css'
import { type EventName, STEP_KINDS, type StepKind } from './step.ts'
import { type Found, useEventNames } from './use-event-names.ts'
import type { Next } from './use-next-events.ts'
import { ENTITY_WORDS, KIND_WORDS } from './words.ts'

interface Props {
  /** What the button is called to those who don't see it. */
  label: string
  /** The button's face, given what opens the list. */
  children: ReactNode
  variant: 'field' | 'quiet' | 'small'
  opened: boolean
  onOpened: (opened: boolean) => void
  next: readonly Next[]
  per: keyof typeof ENTITY_WORDS
  onPick: (event: EventName) => void
  /** Only events of these kinds. */
  kinds?: readonly StepKind[]
  /** Whether what is typed may be a pattern with `*` instead of a name. */
  patterns?: boolean
}

/** Chooses an event: what people do next, then views, labelled and other actions and server events by how often they happened. */
export const EventPicker = (props: Props) => {
  const { label, children, variant, opened, onOpened, next, per, onPick, kinds = STEP_KINDS } = props
  const [term, setTerm] = useState('')
  const combobox = useCombobox({
    opened,
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
    },
    onOpenedChange: (now) => {
      onOpened(now)
      if (!now) setTerm('')
    },
  })
  const choices = useChoices(term, opened, next, kinds)
  const { openDropdown, selectFirstOption, clickSelectedOption } = combobox
  /** Enter was pressed before there was anything to pick: the first that comes is meant. */
  const hurried = useRef(false)
  // Opened from elsewhere, as by the button of an empty page: the search takes the focus then too.
  useEffect(() => {
    if (opened) openDropdown()
  }, [opened, openDropdown])
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other choices another one is the first
  useEffect(() => {
    if (!opened) return
    // The list comes into the page after this effect.
    const timer = setTimeout(() => {
      if (selectFirstOption() !== null && hurried.current) clickSelectedOption()
    }, 0)
    return () => clearTimeout(timer)
  }, [opened, choices.key, selectFirstOption])
  const pick = (value: string) => {
    hurried.current = false
    const event = parseChoice(value)
    combobox.closeDropdown()
    if (event) onPick(event)
  }
  return (
    <Combobox
      store={combobox}
      width={360}
      position="bottom-start"
      withinPortal
      keepMounted={false}
      transitionProps={{ duration: 0 }}
      onOptionSubmit={pick}
    >
      <Combobox.Target withAriaAttributes={false}>
        <button
          type="button"
          className={style[variant]}
          aria-label={label}
          aria-haspopup="listbox"
          aria-expanded={opened}
          onClick={() => combobox.toggleDropdown()}
        >
          {children}
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          autoFocus
          value={term}
          aria-label="Find an event"
          placeholder={placeholderOf(kinds, props.patterns ?? false)}
          onChange={(event) => {
            hurried.current = false
            setTerm(event.currentTarget.value)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && selectFirstIfNone(combobox) === null) hurried.current = choices.isWaiting
          }}
        />
        <Combobox.Options mah={340} className={style.options} aria-label="Events" aria-busy={choices.isWaiting}>
          {opened && <Choices choices={choices} per={per} kinds={kinds} any={!props.patterns} />}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

const placeholderOf = (kinds: readonly StepKind[], patterns: boolean) => {
  const what = kinds
    .filter((kind) => kind !== 'label')
    .map((kind) => `${kind === 'action' ? 'an' : 'a'} ${KIND_WORDS[kind].one.toLowerCase()}`)
    .join(', ')
  return `Find ${what}${patterns ? ', or type a pattern such as /shop/*' : ''}`
}

/** Null if there is nothing to pick. */
const selectFirstIfNone = (combobox: ComboboxStore) =>
  combobox.getSelectedOptionIndex() < 0 ? combobox.selectFirstOption() : combobox.getSelectedOptionIndex()

/** An option's value: its kind, and its name behind a colon. */
const choice = ({ kind, name }: EventName) => `${kind}:${name ?? ''}`
const parseChoice = (value: string): EventName | null => {
  const text = value.replace(/^next /, '')
  const kind = STEP_KINDS.find((k) => text.startsWith(`${k}:`))
  return kind ? { kind, name: text.slice(kind.length + 1) || null } : null
}

const useChoices = (term: string, opened: boolean, next: readonly Next[], wantedKinds: readonly StepKind[]) => {
  const [asked] = useDebouncedValue(term.trim(), 150)
  const { found, isWaiting: isAsking, error } = useEventNames(asked, opened)
  const isWaiting = isAsking || asked !== term.trim()
  const wanted = term.trim().toLowerCase()
  // The names that were asked for before stay until the next ones come: of those only what fits may be picked.
  const fits = ({ name }: Found | Next) => name.toLowerCase().includes(wanted)
  const isExact = ({ name }: Found | Next) => name.toLowerCase() === wanted
  const exactFirst = <T extends Found | Next>(list: readonly T[]): T[] =>
    list.filter(fits).sort((a, b) => Number(isExact(b)) - Number(isExact(a)))
  const often = exactFirst(next.filter(({ kind }) => wantedKinds.includes(kind)))
  const kinds = wantedKinds.map((kind) => ({ kind, names: exactFirst(found.filter((f) => f.kind === kind)) }))
  const isKnown = isWaiting || found.some(isExact)
  const own = wanted !== '' && !isKnown ? term.trim() : null
  return {
    often,
    kinds,
    own,
    isWaiting,
    error,
    key: [...often, ...kinds.flatMap((k) => k.names)].map(choice).join('\0'),
  }
}

interface ChoicesProps extends Required<Pick<Props, 'per' | 'kinds'>> {
  /** Whether any event of a kind may be meant. */
  any: boolean
  choices: ReturnType<typeof useChoices>
}

const Choices = ({ choices, per, kinds: wanted, any }: ChoicesProps) => {
  const { often, kinds, own, isWaiting, error } = choices
  const isSearch = own !== null || kinds.some((k) => k.names.length === 0)
  return (
    <>
      {often.length > 0 && (
        <Combobox.Group label="Most often next">
          {often.map((n) => (
            <Combobox.Option className={style.option} key={choice(n)} value={`next ${choice(n)}`} title={n.name}>
              <Choice
                kind={n.kind}
                name={n.name}
                hint={percent(n.share)}
                why={`${exact(n.count)} ${ENTITY_WORDS[per].many} go on so`}
              />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {kinds.map(({ kind, names }) => (
        <Kind key={kind} kind={kind} names={names} any={any && (!isSearch || names.length > 0)} />
      ))}
      {own !== null && <Own name={own} kinds={wanted.filter((kind) => kind !== 'label')} />}
      {error !== null && <Combobox.Empty>The names of events could not be asked for.</Combobox.Empty>}
      {isWaiting && <Combobox.Empty>Asking</Combobox.Empty>}
    </>
  )
}

const Kind = ({ kind, names, any }: { kind: StepKind; names: readonly Found[]; any: boolean }) => {
  if (names.length === 0 && !any) return null
  return (
    <Combobox.Group label={KIND_WORDS[kind].many}>
      {names.map((found) => (
        <Combobox.Option className={style.option} key={choice(found)} value={choice(found)} title={found.name}>
          <Choice name={found.name} hint={short(found.count)} why={`${exact(found.count)} times`} />
        </Combobox.Option>
      ))}
      {any && names.length > 0 && (
        <Combobox.Option className={style.option} value={choice({ kind, name: null })}>
          <span className="ww-muted">{KIND_WORDS[kind].any}</span>
        </Combobox.Option>
      )}
    </Combobox.Group>
  )
}

/** A name that is not in the data of this time can still be asked for. */
const Own = ({ name, kinds }: { name: string; kinds: readonly StepKind[] }) => (
  <Combobox.Group label={name.includes('*') ? 'All that fit this' : 'Exactly this name'}>
    {kinds.map((kind) => (
      <Combobox.Option className={style.option} key={kind} value={choice({ kind, name })} title={name}>
        <Choice kind={kind} name={name} hint="" why="" />
      </Combobox.Option>
    ))}
  </Combobox.Group>
)

interface ChoiceProps {
  /** Left out where the heading says it. */
  kind?: StepKind
  name: string
  hint: string
  why: string
}

const Choice = ({ kind, name, hint, why }: ChoiceProps) => (
  <span className={style.choice}>
    {kind && <span className={style.kind}>{KIND_WORDS[kind].one}</span>}
    <bdi className={style.name}>{name}</bdi>
    <span className={style.hint} title={why}>
      {hint}
    </span>
  </span>
)
