import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Page } from '../../../ui/page.tsx'
import { useMe } from '../../me.ts'
import style from './settings.module.css'

const LABELS: Record<string, string> = {
  session: 'Sessions',
  view: 'Views',
  action: 'Actions',
  server: 'Server events',
  error: 'Errors',
  resource: 'Resources',
  long_task: 'Long tasks',
  vital: 'Vitals',
  replay: 'Session replays',
}

const PATH = '/api/v2/wayworn/settings'

interface SettingsAnswer {
  data: { attributes: { retention: Record<string, number> } }
}

/** How long events are kept, by type. */
export const Retention = () => {
  const ask = useAsk()
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) => (await ask<SettingsAnswer>({ path: PATH, signal })).data.attributes.retention,
  })
  return (
    <Page title="Retention" lead="How many days events are kept. What is older is removed for good, within a day.">
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && <RetentionForm key={JSON.stringify(data)} kept={data} />}
    </Page>
  )
}

const RetentionForm = ({ kept }: { kept: Record<string, number> }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const me = useMe()
  const [days, setDays] = useState(kept)
  const changed = Object.fromEntries(Object.entries(days).filter(([type, n]) => n !== kept[type]))
  const shorter = Object.entries(changed).some(([type, n]) => n < kept[type]!)
  const save = useMutation({
    mutationFn: () =>
      ask({ method: 'PATCH', path: PATH, body: { data: { type: 'settings', attributes: { retention: changed } } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const readOnly = me.data !== undefined && me.data.role !== 'admin'
  return (
    <form onSubmit={submit}>
      <div className={style.grid}>
        {Object.keys(kept).map((type) => (
          <NumberInput
            key={type}
            label={LABELS[type] ?? type}
            suffix=" days"
            min={1}
            max={3650}
            allowDecimal={false}
            readOnly={readOnly}
            value={days[type] ?? ''}
            onChange={(n) => typeof n === 'number' && setDays({ ...days, [type]: n })}
          />
        ))}
      </div>
      {shorter && (
        <p className={style.lead}>Events older than the new limit will be removed. That can not be undone.</p>
      )}
      {save.error && <Failure error={save.error} />}
      {readOnly ? (
        <p className="ww-muted">Only administrators change this.</p>
      ) : (
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!Object.keys(changed).length}>
          Keep events this long
        </Button>
      )}
    </form>
  )
}
