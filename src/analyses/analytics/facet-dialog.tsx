import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAsk } from '../../ui/ask/ask-context.ts'
import type { Facet } from '../../ui/ask/facets.ts'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { exact, exactInUnit } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { stringifyParams } from '../../ui/scope/search-params.ts'
import { stamp } from '../../ui/time/zone.ts'
import style from './facet-panel.module.css'

interface Props {
  facet: Facet
  /** The search whose events it tells of. */
  search: string
  onClose: () => void
}

interface Setting {
  label: string | null
  group: string | null
  unit: string | null
  description: string | null
}

interface Answer {
  data: {
    attributes: {
      label: string
      group: string
      unit?: string | null
      description?: string | null
      events: number
      cardinality: number
      examples: { value: string; count: number }[]
      first_seen: number | null
      last_seen: number | null
      min: number | null
      max: number | null
      types: string[]
      set?: Setting
    }
  }
}

type Told = Answer['data']['attributes']

/** What the events say about an attribute, and what people here call it. */
export const FacetDialog = ({ facet, search, onClose }: Props) => {
  const ask = useAsk()
  const { span } = useFrame()
  const path = `/api/v2/wayworn/facets/${encodeURIComponent(facet.path)}`
  const { data, error, refetch } = useQuery({
    queryKey: ['facet', facet.path, span.from, span.to, search],
    queryFn: ({ signal }) => {
      const query = stringifyParams({ from: String(span.from), to: String(span.to), query: search || undefined })
      return ask<Answer>({ path: path + query, signal })
    },
  })
  const told = data?.data.attributes
  return (
    <Modal opened onClose={onClose} title={`@${facet.path}`} size={520} closeButtonProps={{ 'aria-label': 'Close' }}>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!told && !error && <Waiting rows={6} />}
      {told && (
        <>
          <Facts told={told} unit={facet.unit ?? undefined} />
          <Form path={path} told={told} onDone={onClose} />
        </>
      )}
    </Modal>
  )
}

const Facts = ({ told, unit }: { told: Told; unit: string | undefined }) => {
  const { scope } = useFrame()
  const time = (at: number | null) => (at === null ? 'never' : stamp(at, scope.zone, 'minute'))
  const facts: [string, string][] = [
    ['Events with it', exact(told.events)],
    ['Different values', exact(told.cardinality)],
    ['Seen', `${time(told.first_seen)} – ${time(told.last_seen)}`],
    ...(told.types.length ? [['Sent as', told.types.join(', ')] as [string, string]] : []),
    ...(told.min !== null && told.max !== null
      ? [['Range', `${exactInUnit(told.min, unit)} – ${exactInUnit(told.max, unit)}`] as [string, string]]
      : []),
    [
      'Examples',
      told.examples
        .slice(0, 5)
        .map(({ value }) => value)
        .join(', ') || 'none',
    ],
  ]
  return (
    <dl className={style.facts}>
      {facts.map(([name, text]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            <bdi>{text}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const FIELDS = ['label', 'group', 'unit', 'description'] as const
type Field = (typeof FIELDS)[number]
const TITLES: Record<Field, string> = { label: 'Name', group: 'Group', unit: 'Unit', description: 'Description' }
const LONGEST: Record<Field, number> = { label: 200, group: 100, unit: 40, description: 2000 }

const Form = ({ path, told, onDone }: { path: string; told: Told; onDone: () => void }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const [texts, setTexts] = useState<Record<Field, string>>({
    label: told.set?.label ?? '',
    group: told.set?.group ?? '',
    unit: told.set?.unit ?? '',
    description: told.set?.description ?? '',
  })
  const [error, setError] = useState<unknown>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const attributes = Object.fromEntries(FIELDS.map((field) => [field, texts[field].trim() || null]))
    try {
      await ask({ method: 'PATCH', path, body: { data: { type: 'facet', attributes } } })
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['facets', 'facet'].includes(String(queryKey[0])),
      })
      onDone()
    } catch (caught) {
      setError(caught)
    }
  }
  return (
    <form className={style.form} onSubmit={(event) => void save(event)}>
      {FIELDS.map((field) => {
        const Input = field === 'description' ? Textarea : TextInput
        return (
          <Input
            key={field}
            size="xs"
            label={TITLES[field]}
            placeholder={String(told[field] ?? '')}
            maxLength={LONGEST[field]}
            value={texts[field]}
            onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
          />
        )
      })}
      {error !== null && <Failure error={error} />}
      <Button type="submit" variant="filled">
        Save for everyone
      </Button>
    </form>
  )
}
