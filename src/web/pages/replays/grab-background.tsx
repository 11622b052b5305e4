import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { textOf, valueAt } from '../../../analyses/analytics/event.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import { clock } from '../../../ui/player/clock.ts'
import { useMe } from '../../me.ts'
import style from './replay.module.css'
import type { Recorded, SessionEvent } from './session.ts'

interface Props {
  recorded: Recorded
  /** The page shown: its view, as an event. */
  view: SessionEvent | undefined
  /** Epoch ms. */
  at: number
}

/** Keeps the moment shown as what stands behind the heatmap of its page, for its kind of device, for all. */
export const GrabBackground = ({ recorded, view, at }: Props) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const me = useMe()
  const device = view ? textOf(valueAt(view.tree, 'device.type')) || 'Desktop' : ''
  const grab = useMutation({
    mutationFn: (from: SessionEvent) => {
      const attributes = {
        application_id: recorded.application,
        view_name: from.name,
        device_type: device,
        is_device_type_selected_by_user: true,
        event_id: from.id,
        session_id: recorded.session,
        view_id: from.view,
        start: Math.max(0, Math.round(at - recorded.start)),
        snapshot_name: `${from.name} at ${clock(at - recorded.start)}`.slice(0, 500),
      }
      return ask({
        method: 'POST',
        path: '/api/v2/replay/heatmap/snapshots',
        body: { data: { type: 'snapshots', attributes } },
      })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['answer'] }),
  })
  if (!view?.name || !me.data || me.data.role === 'viewer' || recorded.source !== 'browser') return null
  if (grab.error) return <Failure error={grab.error} again={() => grab.mutate(view)} />
  if (grab.isSuccess) {
    const query = new URLSearchParams({ view: view.name, device })
    return (
      <PlaceLink className={style.grabbed} to={`/heatmaps?${query}`}>
        Kept: see the heatmap
      </PlaceLink>
    )
  }
  return (
    <Button
      variant="default"
      leftSection={<Icon name="heat" />}
      loading={grab.isPending}
      onClick={() => grab.mutate(view)}
      title="This moment stands behind the heatmap of its page from now on"
    >
      Heatmap background
    </Button>
  )
}
