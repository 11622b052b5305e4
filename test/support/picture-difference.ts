import type { Page } from 'playwright-core'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** How far a colour may be off, of 255, before a pixel counts: edges of letters are not drawn alike twice. */
const NEAR = 24

export interface Part {
  name: string
  box: Box
}

export interface Difference {
  /** Of all pixels, without those in `except`. */
  share: number
  /** How many pixels differ, wherever they are, by the smallest part that they lie in. */
  where: Record<string, number>
}

/** How two pictures (PNG) of one size differ; counted in any page of a browser. Throws when the sizes differ. */
export const pictureDifference = async (
  page: Page,
  [a, b]: readonly [Buffer, Buffer],
  { except = [], parts = [] }: { except?: readonly Box[]; parts?: readonly Part[] },
): Promise<Difference> =>
  page.evaluate<Difference>(`(async () => {
    const pixels = async (png) => {
      const image = new Image()
      image.src = 'data:image/png;base64,' + png
      await image.decode()
      const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
      drawing.drawImage(image, 0, 0)
      return drawing.getImageData(0, 0, image.width, image.height)
    }
    const [a, b] = [await pixels('${a.toString('base64')}'), await pixels('${b.toString('base64')}')]
    if (a.width !== b.width || a.height !== b.height)
      throw new Error(a.width + 'x' + a.height + ' became ' + b.width + 'x' + b.height)
    const size = ({ box }) => box.width * box.height
    const [except, parts] = [${JSON.stringify(except)}, ${JSON.stringify(parts)}.sort((one, two) => size(one) - size(two))]
    const where = {}
    let differing = 0
    for (let i = 0; i < a.data.length; i += 4) {
      if (![0, 1, 2].some((part) => Math.abs(a.data[i + part] - b.data[i + part]) > ${NEAR})) continue
      const [x, y] = [(i / 4) % a.width, Math.floor(i / 4 / a.width)]
      const holds = (box) => x >= box.x - 1 && x <= box.x + box.width && y >= box.y - 1 && y <= box.y + box.height
      if (!except.some(holds)) differing++
      const part = parts.find(({ box }) => holds(box))?.name ?? ''
      where[part] = (where[part] ?? 0) + 1
    }
    return { share: differing / (a.width * a.height), where }
  })()`)
