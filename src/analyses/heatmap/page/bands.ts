import { duration, percent, short } from '../../../ui/number/format.ts'
import { BANDS, type HeatmapAttention, type HeatmapScroll } from '../definition.ts'

/** What the bands of a scroll map tell. */
export interface Bands {
  /** Of each band from the top, 0 to 1: cold to warm. */
  warmth: readonly number[]
  /** What is so at a depth, 0 to 1: short, as on the line there, and as a sentence. */
  at(depth: number): { tag: string; sentence: string }
}

/** How many of the views came at least so far, 0 to 1; between two bounds as between straight lines. */
export const reachedAt = ({ reached, views }: HeatmapScroll, depth: number): number => {
  if (views === 0) return 0
  const at = Math.min(1, Math.max(0, depth)) * BANDS
  const [low, high] = [Math.floor(at), Math.min(BANDS, Math.floor(at) + 1)]
  const count = reached[low]! + (reached[high]! - reached[low]!) * (at - low)
  return count / views
}

export const reachedBands = (scroll: HeatmapScroll): Bands => ({
  warmth: Array.from({ length: BANDS }, (_, band) => reachedAt(scroll, (band + 1) / BANDS)),
  at: (depth) => {
    const share = reachedAt(scroll, depth)
    return {
      tag: `${short(Math.round(share * scroll.views))} views, ${percent(share)}`,
      sentence: `${percent(share)} of the views came to ${Math.round(depth * 100)} % of the page`,
    }
  },
})

/** How long the part at a depth, 0 to 1, was in the window; ms. */
export const lookedAt = ({ seconds }: HeatmapAttention, depth: number): number =>
  (seconds[Math.min(BANDS - 1, Math.floor(depth * BANDS))] ?? 0) * 1000

/** The part looked at for longest is the warmest. */
export const attentionBands = (attention: HeatmapAttention): Bands => {
  const longest = Math.max(...attention.seconds, 0)
  return {
    warmth: attention.seconds.map((seconds) => (longest > 0 ? seconds / longest : 0)),
    at: (depth) => {
      const text = duration(lookedAt(attention, depth))
      return {
        tag: `${text} in view`,
        sentence: `What lies at ${Math.round(depth * 100)} % of the page was in view for ${text} in the mean`,
      }
    },
  }
}

/** Warm or cold, for a page that is light or dark. */
const bandColour = (warmth: number, alpha = 38): string => `hsl(${230 - warmth * 230} 75% 60% / ${alpha}%)`

/** All bands as one background, from the top down. */
export const bandColours = ({ warmth }: Bands, alpha?: number): string => {
  const stops = warmth.map((one, band) => {
    const [from, to] = [band, band + 1].map((edge) => `${(edge / warmth.length) * 100}%`)
    return `${bandColour(one, alpha)} ${from} ${to}`
  })
  return `linear-gradient(to bottom, ${stops.join()})`
}

export const BAND_SCALE = `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map((warmth) => bandColour(warmth, 62)).join()})`
