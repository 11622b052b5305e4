import { firstAfter } from '../../model/recording/activity.ts'
import type { ScreenFrame, ScreenRecording, Wireframe } from '../../model/recording/screen-decoder.ts'
import type { Stage, StageOptions } from './stage.ts'

const COLOR = /^#[0-9a-f]{6}([0-9a-f]{2})?$/i
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const TOUCH_SHOWN_MS = 400

export interface ScreenOptions extends StageOptions {
  /** Where an image that the recording names can be had. */
  imageUrl(name: string): string
}

/** Draws the recorded screen of a phone inside of `host`, of boxes: nothing recorded is taken for more than text. */
export const createScreenStage = (
  host: HTMLElement,
  recording: ScreenRecording,
  { end, onSize, imageUrl }: ScreenOptions,
): Stage => {
  const screen = document.createElement('div')
  screen.style.cssText = 'position:relative;overflow:hidden;background:#fff'
  const finger = document.createElement('div')
  finger.style.cssText =
    'position:absolute;z-index:1;width:36px;height:36px;margin:-18px 0 0 -18px;border-radius:50%;background:rgb(73 80 246/35%);border:2px solid rgb(73 80 246);box-sizing:border-box'
  host.append(screen)
  let drawn: ScreenFrame | undefined
  let running: number | undefined
  let at = recording.frames[0]?.at ?? 0

  const draw = () => {
    const index = firstAfter(
      recording.frames.map((frame) => frame.at),
      at,
    )
    const frame = recording.frames[Math.max(0, index - 1)]
    if (frame && frame !== drawn) {
      if (frame.width !== drawn?.width || frame.height !== drawn.height) onSize?.(frame)
      screen.style.width = `${frame.width}px`
      screen.style.height = `${frame.height}px`
      screen.replaceChildren(...frame.wireframes.map((wireframe) => boxOf(wireframe, imageUrl)))
      drawn = frame
    }
    const touch = recording.touches.findLast((one) => one.at <= at)
    if (touch && (touch.isDown || at - touch.at < TOUCH_SHOWN_MS) && at - touch.at < 5 * TOUCH_SHOWN_MS) {
      finger.style.left = `${touch.x}px`
      finger.style.top = `${touch.y}px`
      screen.append(finger)
    } else finger.remove()
  }
  const pause = () => {
    if (running !== undefined) cancelAnimationFrame(running)
    running = undefined
  }
  const show = (moment: number) => {
    at = Math.min(moment, end)
    draw()
  }
  return {
    show: (moment) => {
      pause()
      show(moment)
    },
    play: (moment, speed) => {
      pause()
      let before = performance.now()
      show(moment)
      const step = (now: number) => {
        show(at + (now - before) * speed)
        before = now
        running = requestAnimationFrame(step)
      }
      running = requestAnimationFrame(step)
    },
    pause,
    taken: 0,
    now: () => at,
    add: () => undefined,
    destroy: () => {
      pause()
      screen.remove()
    },
  }
}

const px = (value: number | undefined): string => `${Number(value) || 0}px`
const colorOf = (value: string | undefined): string => (value && COLOR.test(value) ? value : 'transparent')

const boxOf = (wireframe: Wireframe, imageUrl: (name: string) => string): HTMLElement => {
  const { x, y, width, height, clip, shapeStyle, border } = wireframe
  const box = document.createElement('div')
  Object.assign(box.style, {
    position: 'absolute',
    boxSizing: 'border-box',
    overflow: 'hidden',
    left: px(x),
    top: px(y),
    width: px(width),
    height: px(height),
    background: colorOf(shapeStyle?.backgroundColor),
    opacity: String(shapeStyle?.opacity ?? 1),
    borderRadius: px(shapeStyle?.cornerRadius),
    ...(border && { border: `${px(border.width)} solid ${colorOf(border.color)}` }),
    ...(clip && { clipPath: `inset(${px(clip.top)} ${px(clip.right)} ${px(clip.bottom)} ${px(clip.left)})` }),
  })
  fill(box, wireframe, imageUrl)
  return box
}

const ALIGN: Record<string, string> = { left: 'start', top: 'start', right: 'end', bottom: 'end', center: 'center' }

const fill = (box: HTMLElement, wireframe: Wireframe, imageUrl: (name: string) => string): void => {
  if (wireframe.type === 'text') {
    const { textStyle, textPosition, text = '' } = wireframe
    const { padding, alignment } = textPosition ?? {}
    const line = document.createElement('span')
    line.textContent = text
    Object.assign(line.style, { whiteSpace: 'pre-wrap', textAlign: ALIGN[alignment?.horizontal ?? ''] ?? 'start' })
    Object.assign(box.style, {
      display: 'flex',
      justifyContent: ALIGN[alignment?.horizontal ?? ''] ?? 'start',
      alignItems: ALIGN[alignment?.vertical ?? ''] ?? 'start',
      padding: `${px(padding?.top)} ${px(padding?.right)} ${px(padding?.bottom)} ${px(padding?.left)}`,
      fontFamily: 'system-ui, sans-serif',
      fontSize: px(textStyle?.size ?? 14),
      lineHeight: '1.2',
      color: colorOf(textStyle?.color ?? '#000000'),
    })
    box.append(line)
  } else if (wireframe.type === 'image' && wireframe.isEmpty !== true) {
    const { base64, mimeType = 'image/png', resourceId } = wireframe
    const known = IMAGES.has(mimeType) && base64 && /^[\w+/=]+$/.test(base64)
    const source = known ? `data:${mimeType};base64,${base64}` : resourceId && imageUrl(resourceId)
    if (source) {
      const image = document.createElement('img')
      image.alt = ''
      image.src = source
      image.style.cssText = 'width:100%;height:100%;object-fit:contain;display:block'
      box.append(image)
    } else label(box, 'Image')
  } else if (wireframe.type !== 'shape') label(box, wireframe.label ?? wireframe.type)
}

/** Stands for what is not recorded. */
const label = (box: HTMLElement, text: string): void => {
  box.textContent = text.slice(0, 60)
  Object.assign(box.style, {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    background: '#e6e8eb',
    color: '#4a525a',
    font: '11px system-ui, sans-serif',
  })
}
