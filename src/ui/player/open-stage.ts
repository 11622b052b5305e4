import { openFrame } from './frame.ts'
import type { PlayerOptions } from './player.ts'
import { createScreenStage } from './screen-stage.ts'
import { createPageStage } from './stage.ts'

/** Opens stages inside of `host`: recorded pages all in one frame, screens of phones beside it. */
export const stageOpener = (host: HTMLElement, imageUrl: (name: string) => string): PlayerOptions['openStage'] => {
  let frame: Promise<HTMLIFrameElement> | undefined
  return async (loader, end, onSize) => {
    if (loader.isScreen) return createScreenStage(host, loader.screen, { end, onSize, imageUrl })
    frame ??= openFrame(host)
    const opened = await frame
    return createPageStage(opened, loader.events, {
      end,
      onSize: (size) => {
        opened.setAttribute('width', String(size.width))
        opened.setAttribute('height', String(size.height))
        onSize(size)
      },
    })
  }
}
