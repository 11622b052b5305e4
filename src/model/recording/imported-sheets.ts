/** What a style sheet takes in at its head, and what comes after. */
export interface SplitSheet {
  imports: { url: string; media: string }[]
  rest: string
}

const SKIPPED = /^(?:\s+|\/\*[\s\S]*?\*\/|<!--|-->|@charset\s+"[^"]*"\s*;|@layer\s+[\w\s,.-]+;)/i
const IMPORT =
  /^@import\s+(?:url\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|([^"'()\\\s]*))\s*\)|"([^"\\\n]*)"|'([^'\\\n]*)')\s*([^;{}@]*);/i

/**
 * Takes the `@import` rules off a style sheet's head: elsewhere they mean nothing. One that names a layer or a condition
 * of support is left to be cleaned away, as what can't be told apart here.
 */
export const splitImports = (css: string): SplitSheet => {
  const imports: SplitSheet['imports'] = []
  let kept = ''
  let rest = css.replace(/^\uFEFF/, '')
  for (;;) {
    const skipped = SKIPPED.exec(rest)
    const found = skipped ? null : IMPORT.exec(rest)
    if (!skipped && !found) return { imports, rest: kept + rest }
    const [whole] = (skipped ?? found)!
    rest = rest.slice(whole.length)
    if (skipped) kept += whole.startsWith('@layer') ? whole : ''
    if (!found) continue
    const url = found.slice(1, 6).find((one) => one !== undefined) ?? ''
    const media = found[6]!.trim()
    if (url !== '' && !/^(layer|supports)\b/i.test(media)) imports.push({ url, media })
  }
}
