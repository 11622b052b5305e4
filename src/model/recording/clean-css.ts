/** Says where a resource of the recorded page may be taken from now; null: nowhere. */
export type AllowedUrl = (url: string) => string | null

/** What stands for a rule that is left out, so that the numbers of the rules after it stay as they are. */
const NOTHING = '@media not all{}'
const NO_IMAGE = 'url("data:,")'

/** Values of these functions are addresses, given as texts. */
const TAKES_ADDRESSES = new Set(['url', 'src', 'image-set', '-webkit-image-set', 'image', 'cross-fade'])

/**
 * CSS that asks for nothing: `@import` is left out, and every address is replaced by what `allowed` makes of it. Data
 * addresses and references inside the page stay. The frame's policy is the wall; this is the fence before it.
 */
export const cleanCss = (css: string, allowed: AllowedUrl): string => {
  if (!/[\\@]|url|src|image|cross-fade/i.test(css)) return css
  const reader = { css, at: 0 }
  let out = ''
  while (reader.at < css.length) out += nextPiece(reader, allowed)
  return out
}

interface Reader {
  readonly css: string
  at: number
}

const nextPiece = (reader: Reader, allowed: AllowedUrl): string => {
  const { css, at } = reader
  const character = css[at]!
  if (css.startsWith('/*', at)) {
    skipComment(reader)
    return ' '
  }
  if (character === '"' || character === "'") return `"${quoted(readString(reader))}"`
  if (character === '@') {
    reader.at++
    const name = readName(reader)
    if (name.toLowerCase() !== 'import') return css.slice(at, reader.at)
    skipRule(reader)
    return NOTHING
  }
  if (!startsName(css, at)) {
    reader.at++
    return character
  }
  const name = readName(reader)
  if (css[reader.at] !== '(') return css.slice(at, reader.at)
  if (!TAKES_ADDRESSES.has(name.toLowerCase())) return css.slice(at, reader.at)
  reader.at++
  return name.toLowerCase() === 'url' || name.toLowerCase() === 'src'
    ? addressed(readAddress(reader), allowed)
    : `${name}(${cleanArguments(reader, allowed)}`
}

const startsName = (css: string, at: number): boolean => /[a-z\\-]/i.test(css[at]!)

/** A name with its escapes resolved: `u\72l` is `url`. */
const readName = (reader: Reader): string => {
  let name = ''
  while (reader.at < reader.css.length) {
    const character = reader.css[reader.at]!
    if (character === '\\') name += readEscape(reader)
    else if (/[\w-]/.test(character) || character > '\x7f') {
      name += character
      reader.at++
    } else break
  }
  return name
}

const readEscape = (reader: Reader): string => {
  const hex = /^\\([0-9a-f]{1,6})\s?/i.exec(reader.css.slice(reader.at, reader.at + 8))
  if (!hex) {
    const next = reader.css[reader.at + 1] ?? ''
    reader.at += 2
    return next === '\n' ? '' : next
  }
  reader.at += hex[0].length
  const code = Number.parseInt(hex[1]!, 16)
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '\ufffd'
}

const skipComment = (reader: Reader): void => {
  const end = reader.css.indexOf('*/', reader.at + 2)
  reader.at = end < 0 ? reader.css.length : end + 2
}

const readString = (reader: Reader): string => {
  const mark = reader.css[reader.at++]
  let text = ''
  while (reader.at < reader.css.length) {
    const character = reader.css[reader.at]!
    if (character === mark) {
      reader.at++
      break
    }
    if (character === '\n') break
    if (character === '\\') text += readEscape(reader)
    else {
      text += character
      reader.at++
    }
  }
  return text
}

const quoted = (text: string): string =>
  text.replace(/["\\\n\r\f\0]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `)

/** What stands in `url(…)`, to behind its bracket. */
const readAddress = (reader: Reader): string => {
  const { css } = reader
  while (/\s/.test(css[reader.at] ?? '')) reader.at++
  let text = ''
  if (css[reader.at] === '"' || css[reader.at] === "'") text = readString(reader)
  else
    while (reader.at < css.length && css[reader.at] !== ')') {
      if (css[reader.at] === '\\') text += readEscape(reader)
      else text += css[reader.at++]
    }
  const end = css.indexOf(')', reader.at)
  reader.at = end < 0 ? css.length : end + 1
  return text.trim()
}

const addressed = (url: string, allowed: AllowedUrl): string => {
  if (/^(#|data:)/i.test(url)) return `url("${quoted(url)}")`
  const found = allowed(url)
  return found === null ? NO_IMAGE : `url("${quoted(found)}")`
}

/** The arguments of a function that takes addresses as texts, to behind its bracket. */
const cleanArguments = (reader: Reader, allowed: AllowedUrl): string => {
  let out = ''
  while (reader.at < reader.css.length) {
    const character = reader.css[reader.at]!
    if (character === ')') {
      reader.at++
      return `${out})`
    }
    if (character === '"' || character === "'") out += addressed(readString(reader), allowed)
    else if (character === '(') {
      reader.at++
      out += `(${cleanArguments(reader, allowed)}`
    } else out += nextPiece(reader, allowed)
  }
  return out
}

/** To behind the `;` of a rule without a block, or to the block that would follow. */
const skipRule = (reader: Reader): void => {
  while (reader.at < reader.css.length) {
    const character = reader.css[reader.at]!
    if (character === '"' || character === "'") readString(reader)
    else if (reader.css.startsWith('/*', reader.at)) skipComment(reader)
    else if (character === '(') {
      reader.at++
      readAddress(reader)
    } else if (character === '}') return
    else {
      reader.at++
      if (character === ';') return
    }
  }
}
