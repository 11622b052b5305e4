import type { ScreenRecording, Wireframe } from '../../../model/recording/screen-decoder.ts'
import { createScreenStage } from '../../../ui/player/screen-stage.ts'
import type { HeatmapElement } from '../definition.ts'
import type { Box } from './box.ts'
import type { RecordedPage } from './use-recorded-page.tsx'

/** Draws a phone's screen as it was at a moment (epoch ms) inside of the host. Throws when nothing of it was recorded. */
export const showScreen = (
  { touches: _, ...recording }: ScreenRecording,
  at: number,
  host: HTMLElement,
  imageUrl: (name: string) => string,
): RecordedPage & { destroy(): void } => {
  const frame = recording.frames.findLast((one) => one.at <= at) ?? recording.frames[0]
  if (!frame) throw new Error('Nothing of this screen was recorded that could be drawn.')
  const stage = createScreenStage(host, { ...recording, touches: [] }, { end: Math.max(at, frame.at), imageUrl })
  stage.show(Math.max(at, frame.at))
  const { width, height, wireframes } = frame
  return {
    width,
    height,
    fold: height,
    placesOf: (elements) => new Map(elements.map((element) => [element.id, boxOf(wireframes, element)])),
    destroy: () => stage.destroy(),
  }
}

/** The last wireframe of that id lies on top. */
const boxOf = (wireframes: readonly Wireframe[], { permanent_id }: HeatmapElement): Box | null => {
  const found = permanent_id === '' ? undefined : wireframes.findLast((one) => one.permanentId === permanent_id)
  return found ? { left: found.x, top: found.y, width: found.width, height: found.height } : null
}
