const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A piece of markup that is already safe. */
class Markup {
  constructor(text) {
    this.text = text
  }
}

const textOf = (value) => {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (value === null || value === undefined || value === false) return ''
  return String(value).replace(/[&<>"']/g, (sign) => ESCAPES[sign])
}

/** Template tag: holes are escaped, unless they are markup themselves. */
export const html = (strings, ...values) =>
  new Markup(strings.reduce((sum, part, i) => sum + textOf(values[i - 1]) + part))

export const show = (element, markup) => {
  element.innerHTML = textOf(markup)
}

export const money = (cents) => `£${(cents / 100).toFixed(2)}`

const DRAWINGS = {
  coat: 'M38 22l12 7 12-7 16 10-5 16-8-3v45H35V45l-8 3-5-16zM50 29v61M42 62h-4M62 62h-4',
  knit: 'M36 24c4 8 24 8 28 0l16 12-6 34-8-2v20H34V68l-8 2-6-34zM34 80h32M34 85h32',
  cap: 'M26 66c0-34 48-34 48 0M22 66h56v14H22zM50 40v-8M36 70v6M46 70v6M56 70v6M66 70v6',
  boot: 'M38 20h22v38c14 4 20 8 20 18v8H38zM38 30h22M38 76h42M34 84h48',
  bag: 'M28 42h44l6 44H22zM38 42c0-22 24-22 24 0M26 58h48',
  mug: 'M30 34h36v46H30zM66 44c16 0 16 24 0 24M30 42h36M42 26c-4-6 4-8 0-14M54 26c-4-6 4-8 0-14',
  lantern: 'M36 40h28l4 36H32zM40 32h20v8H40zM42 32c0-18 16-18 16 0M30 76h40v8H30zM50 68c-8-8 0-12 0-20 8 8 8 14 0 20z',
  blanket: 'M22 34h46c10 0 10 14 0 14H22zM22 48h50v14H22zM22 62h54v16H22zM34 34v44M60 34v44',
}

/** The drawing of a product; said by the name beside it, so silent for screen readers. */
export const picture = (product) => html`
  <span class="picture" data-tone="${[...product.slug].length % 4}">
    <svg viewBox="0 0 100 100" aria-hidden="true"><path d="${DRAWINGS[product.picture]}" /></svg>
  </span>`
