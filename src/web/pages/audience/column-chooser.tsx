import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ProfileFacet } from '../../../ui/ask/profile-facets.ts'
import { findFacets } from '../../../ui/filter/suggest.ts'
import { Icon } from '../../../ui/icon.tsx'
import style from './list.module.css'

interface Props {
  facets: readonly ProfileFacet[]
  columns: readonly string[]
  /** Null: the usual ones. */
  onChange: (columns: readonly string[] | null) => void
}

/** Which attributes are columns: those that are, then all others, found by name. */
export const ColumnChooser = ({ facets, columns, onChange }: Props) => {
  const [term, setTerm] = useState('')
  const found = findFacets(facets, term.trim(), 1000) as ProfileFacet[]
  const isShown = (path: string) => columns.includes(path)
  const ordered = [...found.filter((f) => isShown(f.path)), ...found.filter((f) => !isShown(f.path))]
  const toggle = (path: string) => onChange(isShown(path) ? columns.filter((c) => c !== path) : [...columns, path])
  return (
    <Popover position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button variant="subtle" leftSection={<Icon name="table" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <TextInput
          aria-label="Find an attribute"
          placeholder="Find an attribute"
          value={term}
          data-autofocus
          onChange={(event) => setTerm(event.currentTarget.value)}
        />
        <div className={style.choices}>
          {ordered.map((facet) => (
            <Checkbox
              key={facet.path}
              className={style.choice}
              label={<bdi title={facet.description}>{facet.label}</bdi>}
              checked={isShown(facet.path)}
              disabled={columns.length === 1 && isShown(facet.path)}
              onChange={() => toggle(facet.path)}
            />
          ))}
          {!ordered.length && <p className="ww-muted">No attribute is called that.</p>}
        </div>
        <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
          Usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
