import { type ComboboxItem, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { type ValueType, withoutAt } from '../model/attribute.ts'
import { useFacetSource } from './ask/facet-source.ts'
import type { Facet } from './ask/facets.ts'
import style from './facet-select.module.css'
import { findFacets } from './filter/suggest.ts'

interface Props {
  label: string
  /** Path without `@`; null: none chosen. */
  value: string | null
  onChange: (path: string) => void
  /** Only attributes of these types. */
  types?: readonly ValueType[]
  placeholder?: string
  autoOpen?: boolean
  rightSection?: ReactNode
}

/** Chooses an attribute, by its name or its path. */
export const FacetSelect = ({ label, value, onChange, types, placeholder, autoOpen }: Props) => {
  const source = useFacetSource()
  const all = source.useFacets()
  const at = source.bare ? '' : '@'
  const facets = types ? all.filter((f) => types.includes(f.type)) : all
  const byPath = new Map(facets.map((f) => [f.path, f]))
  const data = facets.map((f) => ({ value: f.path, label: f.label }))
  if (value !== null && !byPath.has(value)) data.unshift({ value, label: at + value })
  return (
    <Select
      aria-label={label}
      searchable
      allowDeselect={false}
      data={data}
      value={value}
      placeholder={placeholder ?? 'Choose an attribute'}
      nothingFoundMessage="No attribute is called that"
      limit={80}
      maxDropdownHeight={320}
      defaultDropdownOpened={autoOpen ?? false}
      autoFocus={autoOpen ?? false}
      comboboxProps={{ width: 320, position: 'bottom-start', transitionProps: { duration: 0 } }}
      filter={({ options, search }) => filtered(options as ComboboxItem[], byPath, search)}
      renderOption={({ option }) => (
        <span className={style.option}>
          <bdi>{option.label}</bdi>
          <bdi className={style.path}>{at + option.value}</bdi>
        </span>
      )}
      onChange={(path) => path !== null && onChange(path)}
    />
  )
}

const filtered = (options: ComboboxItem[], byPath: Map<string, Facet>, search: string): ComboboxItem[] => {
  if (search.trim() === '') return options
  const facets = options.map(
    (o) => byPath.get(o.value) ?? { path: o.value, label: o.label, group: '', type: 'string' as const },
  )
  const term = withoutAt(search.trim())
  return findFacets(facets, term, 80).map((f) => ({ value: f.path, label: f.label, disabled: false }))
}
