/**
 * A regular expression (RE2) over the path that the SDK records of a clicked element, from the element outwards, such as
 * `BUTTON#pay.big:nth-child(2);DIV.cart;`. It finds paths in which the selector fits the element or one around it.
 * Undefined for selectors that use more than tags, ids, classes, attributes, `:nth-child`, `:nth-of-type`, descendants
 * and children.
 */
export const cssPathPattern = (selector: string): string | undefined => {
  const steps = stepsOf(selector.trim())
  if (!steps) return undefined
  const inner = steps.reverse().map(({ compound, below }, i) => {
    const element = elementPattern(compound)
    return element && (i ? `${below === 'child' ? '' : '(?:[^;]*;)*'}${element}` : element)
  })
  return inner.includes(undefined) ? undefined : `(?:^|;)${inner.join('')}`
}

interface Step {
  compound: string
  /** How the element of the step after it lies in this one. */
  below: 'child' | 'descendant'
}

const COMPOUND = /((?:[^\s>"'[\]()]|\[[^\]]*\]|\([^)]*\))+)\s*(>?)\s*/y

const stepsOf = (selector: string): Step[] | undefined => {
  const steps: Step[] = []
  COMPOUND.lastIndex = 0
  while (COMPOUND.lastIndex < selector.length) {
    const match = COMPOUND.exec(selector)
    if (!match) return undefined
    steps.push({ compound: match[1]!, below: match[2] ? 'child' : 'descendant' })
  }
  return steps.length && !selector.endsWith('>') ? steps : undefined
}

const TAG = /^(?:\*|[a-zA-Z][\w-]*)/
const PART =
  /#((?:[\w-]|\\.)+)|\.((?:[\w-]|\\.)+)|\[\s*([\w-]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]]+))\s*)?\]|:(nth-child|nth-of-type)\((\d+)\)/y
/** What may follow a part within one element. */
const REST = '(?:[#.:[][^;]*)?'

/** Parts in the order in which the SDK writes them: id, attributes, classes, place; attributes and classes sorted. */
const elementPattern = (compound: string): string | undefined => {
  const tag = TAG.exec(compound)?.[0] ?? ''
  const parts: [rank: number, pattern: string][] = []
  PART.lastIndex = tag.length
  while (PART.lastIndex < compound.length) {
    const match = PART.exec(compound)
    if (!match) return undefined
    const [, id, className, attribute, double, single, bare, place, number] = match
    const value = double ?? single ?? bare
    if (id !== undefined) parts.push([0, `#${escaped(unescaped(id))}`])
    else if (attribute !== undefined)
      parts.push([1, `\\[${escaped(attribute)}${value === undefined ? '=[^;]*?\\]' : `="${escaped(value)}"\\]`}`])
    else if (className !== undefined) parts.push([2, `\\.${escaped(unescaped(className))}`])
    else parts.push([place === 'nth-child' ? 3 : 4, `:${place}\\(${number}\\)`])
  }
  const ordered = parts.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)).map(([, pattern]) => pattern)
  const name = tag === '' || tag === '*' ? '[A-Za-z][\\w-]*' : `(?i:${tag})`
  return `${name}${ordered.map((part) => `${REST}${part}`).join('')}${REST};`
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')

/** The SDK puts a backslash before what is special in CSS. */
const escaped = (text: string): string => text.replace(/[^\w-]/g, (c) => `\\\\?${/\s/.test(c) ? c : `\\${c}`}`)
