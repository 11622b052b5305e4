import type { Page } from 'playwright-core'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** How far a colour may be off, of 255, before a pixel counts: edges of letters are not drawn alike twice. */
const NEAR = 24

/**
 * The share of pixels that differ between two pictures (PNG) of one size, without what lies in `except`; counted in any
 * page of a browser. Throws when the sizes differ.
 */
export const pictureDifference = async (page: Page, a: Buffer, b: Buffer, except: readonly Box[]): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const pixels = async (png) => {
      const image = new Image()
      image.src = 'data:image/png;base64,' + png
      await image.decode()
      const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
      drawing.drawImage(image, 0, 0)
      for (const { x, y, width, height } of ${JSON.stringify(except)}) drawing.fillRect(x, y, width, height)
      return drawing.getImageData(0, 0, image.width, image.height)
    }
    const [a, b] = [await pixels('${a.toString('base64')}'), await pixels('${b.toString('base64')}')]
    if (a.width !== b.width || a.height !== b.height)
      throw new Error(a.width + 'x' + a.height + ' became ' + b.width + 'x' + b.height)
    let differing = 0
    for (let i = 0; i < a.data.length; i += 4)
      if ([0, 1, 2].some((part) => Math.abs(a.data[i + part] - b.data[i + part]) > ${NEAR})) differing++
    return differing / (a.width * a.height)
  })()`)
