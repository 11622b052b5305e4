import { Switch, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AnswerError } from '../../../ui/ask/ask.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { useMe } from '../../me.ts'
import type { Recorded } from './session.ts'

const MONTHS = 15

const until = (since: number): string => {
  const date = new Date(since)
  date.setMonth(date.getMonth() + MONTHS)
  return stamp(date.getTime(), browserZone(), 'minute').slice(0, 10)
}

/** Whether the recording is kept for 15 months instead of as long as all others. */
export const KeepSwitch = ({ recorded: { session, keptSince } }: { recorded: Recorded }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const me = useMe()
  const keep = useMutation({
    mutationFn: (keeps: boolean) =>
      ask({
        method: keeps ? 'PUT' : 'DELETE',
        path: `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}/kept`,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['recorded', session] }),
  })
  if (!me.data || me.data.role === 'viewer') return null
  const why = keep.error instanceof AnswerError ? keep.error.message : keep.error && 'It could not be changed'
  return (
    <Tooltip
      label={
        keptSince === null
          ? 'Recordings are kept as long as Settings, Retention says'
          : `Kept until ${until(keptSince)}`
      }
    >
      <Switch
        size="xs"
        label="Keep"
        error={why || undefined}
        disabled={keep.isPending}
        checked={keptSince !== null}
        onChange={(event) => keep.mutate(event.currentTarget.checked)}
      />
    </Tooltip>
  )
}
