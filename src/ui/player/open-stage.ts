import { openFrame } from './frame.ts'
import type { PlayerOptions } from './player.ts'
import { createScreenStage } from './screen-stage.ts'
import { createPageStage } from './stage.ts'

/**
 * Opens stages inside of `host`: recorded pages all in one frame, which is fetched while the recording is, and screens of
 * phones without one.
 */
export const stageOpener = (host: HTMLElement, imageUrl: (name: string) => string): PlayerOptions['openStage'] => {
  let frame: Promise<HTMLIFrameElement> | undefined
  const opened = () => {
    frame ??= openFrame(host)
    // Its fault is told to whoever waits for it; the next one tries again.
    frame.catch(() => {
      frame = undefined
    })
    return frame
  }
  opened().catch(() => undefined)
  return async (loader, end, onSize) => {
    if (loader.isScreen) {
      void frame?.then((unused) => unused.remove()).catch(() => undefined)
      frame = undefined
      return createScreenStage(host, loader.screen, { end, onSize, imageUrl })
    }
    const page = await opened()
    return createPageStage(page, loader.events, {
      end,
      onSize: (size) => {
        page.setAttribute('width', String(size.width))
        page.setAttribute('height', String(size.height))
        onSize(size)
      },
    })
  }
}
