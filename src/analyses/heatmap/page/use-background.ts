import { useMemo } from 'react'
import type { HeatmapBackground } from '../definition.ts'
import type { Moment, Question } from './address.ts'
import { type Snapshot, useBackgrounds, useSnapshots } from './use-heatmap.ts'

export interface Background {
  moment: Moment
  /** Why it is this one. */
  why: 'chosen' | 'kept' | 'found'
  /** What would be kept of it; null if it is not among those found. */
  source: HeatmapBackground | null
  snapshot: Snapshot | null
}

/** What stands behind the clicks: what the address says, else what somebody kept, else the likeliest one. */
export const useBackground = (question: Question, view: string | undefined) => {
  const backgrounds = useBackgrounds(question.device, view)
  const { snapshots, keep, letGo } = useSnapshots(question.device, view)
  const data = backgrounds.answer
  const { background: chosen } = question
  const current = useMemo((): Background | null => {
    if (!data) return null
    const sourceOf = (moment: Moment) => data.found.find(({ view_id }) => view_id === moment.view) ?? null
    if (chosen) return { moment: chosen, why: 'chosen', source: sourceOf(chosen), snapshot: null }
    for (const snapshot of snapshots) {
      const { session_id, view_id } = snapshot.attributes
      const at = data.kept.find((one) => one.snapshot_id === snapshot.id)?.at
      if (at === undefined || !session_id || !view_id) continue
      const moment = { session: session_id, view: view_id, at }
      return { moment, why: 'kept', source: sourceOf(moment), snapshot }
    }
    const [first] = data.found
    return first ? { moment: momentOf(first), why: 'found', source: first, snapshot: null } : null
  }, [data, chosen, snapshots])
  const { error, again } = backgrounds
  return { current, found: data?.found ?? [], pending: !data && !error, error, again, keep, letGo }
}

export const momentOf = ({ session_id, view_id, at }: HeatmapBackground): Moment => ({
  session: session_id,
  view: view_id,
  at,
})
