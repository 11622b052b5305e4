import type { Omission } from '../../../model/recording/clean-node.ts'
import type { PlayerState } from '../../../ui/player/player.ts'
import { GAPS } from '../../../ui/player/timeline.tsx'
import style from './replay.module.css'

const OMISSIONS: Record<Omission, (count: number) => string> = {
  frame: (n) => `${n === 1 ? 'a frame' : `${n} frames`}, whose content is not recorded`,
  plugin: (n) => `${n === 1 ? 'an embedded object' : `${n} embedded objects`}`,
  media: (n) => `${n === 1 ? 'a video or sound' : `${n} videos or sounds`}`,
  canvas: (n) => `${n === 1 ? 'a canvas' : `${n} canvases`}`,
  image: (n) => `${n === 1 ? 'an image' : `${n} images`}`,
  style_sheet: (n) => `${n === 1 ? 'a style sheet' : `${n} style sheets`}`,
  animation: (n) => `${n === 1 ? 'an animation' : `${n} animations`}`,
}

/** What can't be shown as it was: said, not hidden. */
export const Notes = ({ state }: { state: PlayerState }) => {
  const gap = state.gaps.find(({ from, to }) => from <= state.at && state.at <= to)
  const omitted = [...state.omitted].map(([what, count]) => OMISSIONS[what](count))
  if (!gap && omitted.length === 0) return null
  return (
    <p className={style.notes}>
      {gap && <strong>{`${GAPS[gap.reason]}: the picture stands still here. `}</strong>}
      {omitted.length > 0 && `Not shown on this page: ${omitted.join(', ')}.`}
    </p>
  )
}
