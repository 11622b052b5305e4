/** Marks what a picture of a chart shows: the answer, without its toolbar. */
export const ANSWER = 'data-answer'

/** What of an element's looks a picture needs. Everything else is as the browser has it. */
const LOOKS = [
  ...['display', 'position', 'inset', 'float', 'box-sizing', 'width', 'height', 'min-width', 'min-height', 'margin'],
  ...['padding', 'flex', 'flex-direction', 'flex-wrap', 'align-items', 'align-self', 'justify-content', 'gap', 'order'],
  ...['grid-template-columns', 'grid-template-rows', 'place-items', 'overflow', 'visibility', 'z-index', 'transform'],
  ...['color', 'background', 'border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-radius'],
  ...['border-collapse', 'border-spacing', 'table-layout', 'box-shadow', 'opacity', 'clip', 'clip-path', 'list-style'],
  ...['font', 'letter-spacing', 'line-height', 'text-align', 'text-decoration', 'text-overflow', 'text-transform'],
  ...['vertical-align', 'white-space', 'overflow-wrap', 'font-variant-numeric', 'fill', 'stroke', 'stroke-width'],
] as const

/** Drawings say in attributes how they look, unless they have a class. */
const isPlainDrawing = (element: Element) =>
  element instanceof SVGElement && element.parentElement instanceof SVGElement && !element.hasAttribute('class')

const copyLooks = (from: Element, to: Element): void => {
  if (!isPlainDrawing(from)) {
    const looks = getComputedStyle(from)
    const text = LOOKS.map((name) => `${name}:${looks.getPropertyValue(name)}`).join(';')
    to.setAttribute('style', text)
    to.removeAttribute('class')
  }
  for (const [i, child] of [...from.children].entries()) copyLooks(child, to.children[i]!)
}

/** Characters that XML can't hold. */
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const svgOf = (element: HTMLElement, width: number, height: number): string => {
  const copy = element.cloneNode(true) as HTMLElement
  copyLooks(element, copy)
  for (const tool of copy.querySelectorAll('[role="toolbar"]')) tool.remove()
  copy.style.width = `${width}px`
  copy.style.height = `${height}px`
  const inside = new XMLSerializer().serializeToString(copy).replace(UNSPEAKABLE, '')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${inside}</foreignObject></svg>`
}

/** A PNG of an element as it is on the screen, in twice its size. */
const pictureOf = async (element: HTMLElement): Promise<Blob> => {
  const toolbar = element.querySelector<HTMLElement>('[role="toolbar"]')?.offsetHeight ?? 0
  const { width, height } = element.getBoundingClientRect()
  const tall = Math.ceil(height) - toolbar
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(element, Math.ceil(width), tall))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width) * 2
  canvas.height = tall * 2
  const pen = canvas.getContext('2d')!
  pen.scale(2, 2)
  pen.fillStyle = getComputedStyle(element).backgroundColor
  pen.fillRect(0, 0, width, tall)
  pen.drawImage(image, 0, 0)
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture of it.'))),
      'image/png',
    ),
  )
}

/** A PNG of the answer that the page shows. */
export const pictureOfAnswer = async (): Promise<Blob> => {
  const answer = document.querySelector<HTMLElement>(`[${ANSWER}]`)
  if (!answer) throw new Error('There is no answer to make a picture of.')
  return pictureOf(answer)
}
