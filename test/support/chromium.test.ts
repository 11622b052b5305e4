import { expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'

/** Counts the pixels of a PNG by colour; runs in the page, which has a decoder. */
const COLOURS = `async (base64) => {
  const image = new Image()
  image.src = 'data:image/png;base64,' + base64
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const counts = {}
  for (let i = 0; i < data.length; i += 4) {
    const colour = data.slice(i, i + 3).join(' ')
    counts[colour] = (counts[colour] ?? 0) + 1
  }
  return { size: [image.width, image.height], counts }
}`

interface Picture {
  size: [number, number]
  counts: Record<string, number>
}

const html = (body: string) => `data:text/html,${encodeURIComponent(`<body style="margin:0;background:#fff">${body}`)}`

test('a real Chromium paints boxes and text', async () => {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 400, height: 300 } })
    const paint = async (body: string): Promise<Picture> => {
      await page.goto(html(body))
      const shot = (await page.screenshot()).toString('base64')
      return page.evaluate(`(${COLOURS})(${JSON.stringify(shot)})`)
    }
    const box = await paint('<div style="width:100px;height:50px;background:rgb(12,200,34)"></div>')
    expect(box).toEqual({ size: [400, 300], counts: { '12 200 34': 5000, '255 255 255': 115_000 } })
    const text = await paint('<p style="font-size:40px">worn paths</p>')
    expect(text.counts['255 255 255']).toBeLessThan(119_500)
  } finally {
    await browser.close()
  }
})
