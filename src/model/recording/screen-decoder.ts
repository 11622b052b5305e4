import { isFields, listOf, RECORD, type ReplayRecord, SOURCE } from './record.ts'
import type { Gap, ReadSegment } from './view-recording.ts'

/** A box of a phone's screen, in its own pixels. Later ones lie over earlier ones. */
export interface Wireframe {
  id: number
  type: string
  /** What taps name it by. */
  permanentId?: string
  x: number
  y: number
  width: number
  height: number
  clip?: { top?: number; bottom?: number; left?: number; right?: number }
  shapeStyle?: { backgroundColor?: string; opacity?: number; cornerRadius?: number }
  border?: { color?: string; width?: number }
  text?: string
  textStyle?: { family?: string; size?: number; color?: string }
  textPosition?: {
    padding?: { top?: number; bottom?: number; left?: number; right?: number }
    alignment?: { horizontal?: string; vertical?: string }
  }
  base64?: string
  mimeType?: string
  isEmpty?: boolean
  resourceId?: string
  label?: string
}

/** The screen from a moment on. */
export interface ScreenFrame {
  /** Epoch ms. */
  at: number
  width: number
  height: number
  wireframes: readonly Wireframe[]
}

/** Where a finger was. */
export interface Touch {
  at: number
  x: number
  y: number
  isDown: boolean
}

export interface ScreenRecording {
  frames: ScreenFrame[]
  touches: Touch[]
  gaps: Gap[]
}

export interface ScreenDecoder extends ScreenRecording {
  /** Reads segments, which begin after those before. */
  push(segments: readonly ReadSegment[]): void
}

/** Reads the segments of one view of a phone as they come. */
export const createScreenDecoder = (): ScreenDecoder => {
  const recording: ScreenRecording = { frames: [], touches: [], gaps: [] }
  const seen = new Set<number>()
  let size = { width: 0, height: 0 }
  let shown: readonly Wireframe[] | undefined

  const draw = (at: number, wireframes: readonly Wireframe[]) => {
    shown = wireframes
    recording.frames.push({ at, ...size, wireframes })
  }
  const incremental = (data: unknown, at: number) => {
    if (!isFields(data)) return
    if (data.source === SOURCE.viewportResize) size = sizeOf(data)
    else if (data.source === SOURCE.mutation && shown) draw(at, mutated(shown, data))
    else recording.touches.push(...touchesOf(data, at))
  }
  const read = ({ type, timestamp, data, slotId }: ReplayRecord) => {
    // Of a web view inside of the app.
    if (slotId !== undefined) return
    if (type === RECORD.meta && isFields(data)) size = sizeOf(data)
    else if (type === RECORD.mobileFull && isFields(data)) draw(timestamp, listOf(data.wireframes).filter(isWireframe))
    else if (type === RECORD.mobileIncremental) incremental(data, timestamp)
  }
  return {
    ...recording,
    push(segments) {
      for (const segment of segments) {
        if (seen.has(segment.start)) continue
        seen.add(segment.start)
        for (const record of segment.records) read(record)
        const last = segment.records.at(-1)?.timestamp ?? segment.start
        if (segment.truncated) recording.gaps.push({ from: last, to: segment.end, reason: 'broken' })
        else if (!shown) recording.gaps.push({ from: segment.start, to: segment.end, reason: 'no_snapshot' })
      }
    },
  }
}

const isWireframe = (value: unknown): value is Wireframe & Record<string, unknown> =>
  isFields(value) && ['id', 'x', 'y', 'width', 'height'].every((key) => Number.isFinite(value[key]))

const sizeOf = ({ width, height }: Record<string, unknown>) => ({
  width: Math.min(Math.max(Number(width) || 1, 1), 20_000),
  height: Math.min(Math.max(Number(height) || 1, 1), 20_000),
})

const mutated = (before: readonly Wireframe[], data: Record<string, unknown>): Wireframe[] => {
  const removed = new Set(listOf(data.removes).map((item) => (isFields(item) ? item.id : undefined)))
  const changes = new Map(
    listOf(data.updates)
      .filter(isFields)
      .map((item) => [item.id, item]),
  )
  const wireframes = before
    .filter(({ id }) => !removed.has(id))
    .map((one) => (changes.has(one.id) ? ({ ...one, ...changes.get(one.id) } as Wireframe) : one))
  for (const item of listOf(data.adds)) {
    if (!isFields(item) || !isWireframe(item.wireframe)) continue
    const before = wireframes.findIndex(({ id }) => id === item.previousId)
    wireframes.splice(item.previousId === undefined || item.previousId === null ? 0 : before + 1, 0, item.wireframe)
  }
  return wireframes
}

const touchesOf = (data: Record<string, unknown>, at: number): Touch[] => {
  if (data.source === 2) {
    return listOf(data.positions)
      .filter(isFields)
      .map(({ x, y, timestamp }) => ({ at: Number(timestamp ?? at), x: Number(x), y: Number(y), isDown: true }))
  }
  if (data.source !== 9) return []
  return [{ at, x: Number(data.x), y: Number(data.y), isDown: data.pointerEventType !== 'up' }]
}
