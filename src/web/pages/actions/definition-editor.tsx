import { ActionIcon, Autocomplete, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useFacetValues } from '../../../ui/ask/facets.ts'
import { Icon } from '../../../ui/icon.tsx'
import style from './actions.module.css'
import type { DraftDefinition } from './draft.ts'

interface Props {
  /** From 0. */
  place: number
  draft: DraftDefinition
  isOnly: boolean
  onChange: (draft: DraftDefinition) => void
  onDrop: () => void
}

const TYPES = [
  { value: '', label: 'Any type' },
  { value: 'click', label: 'Click' },
  { value: 'custom', label: 'Custom' },
  { value: 'tap', label: 'Tap' },
  { value: 'swipe', label: 'Swipe' },
  { value: 'scroll', label: 'Scroll' },
  { value: 'back', label: 'Back' },
]

/** Which actions: those that meet all that is filled in. */
export const DefinitionEditor = ({ place, draft, isOnly, onChange, onDrop }: Props) => {
  const label = `Definition ${place + 1}`
  const [term] = useDebouncedValue(draft.name, 200)
  const names = useFacetValues('action.name', term)
  const put = (part: Partial<DraftDefinition>) => onChange({ ...draft, ...part })
  return (
    <li className={style.definition} aria-label={label}>
      <div className={style.definitionHead}>
        <h2>{place ? 'or' : 'Actions'}</h2>
        {!isOnly && (
          <ActionIcon size={24} aria-label={`Drop ${label}`} onClick={onDrop}>
            <Icon name="close" size={14} />
          </ActionIcon>
        )}
      </div>
      <div className={style.fields}>
        <Select
          label="Type"
          data={
            TYPES.some(({ value }) => value === draft.type)
              ? TYPES
              : [...TYPES, { value: draft.type, label: draft.type }]
          }
          allowDeselect={false}
          value={draft.type}
          onChange={(type) => put({ type: type ?? '' })}
        />
        <Autocomplete
          label="Name"
          size="xs"
          placeholder="Any name; * stands for any characters"
          data={(names.data ?? []).map(({ value }) => value)}
          filter={({ options }) => options}
          maxLength={1024}
          value={draft.name}
          onChange={(name) => put({ name })}
        />
        <Textarea
          label="Pages, one a line"
          size="xs"
          placeholder="All pages"
          autosize
          minRows={1}
          maxRows={6}
          value={draft.pages}
          onChange={(event) => put({ pages: event.currentTarget.value })}
        />
        <TextInput
          label="CSS selector"
          placeholder="Any element"
          maxLength={2048}
          spellCheck={false}
          value={draft.selector}
          onChange={(event) => put({ selector: event.currentTarget.value })}
        />
      </div>
    </li>
  )
}
