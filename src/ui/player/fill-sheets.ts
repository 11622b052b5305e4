import { cleanCss } from '../../model/recording/clean-css.ts'
import { splitImports } from '../../model/recording/imported-sheets.ts'
import type { ViewDecoder } from '../../model/recording/view-recording.ts'
import type { Ask } from '../ask/ask.ts'

/** A picture waits for its style sheets no longer than this. */
const LONGEST_MS = 5_000
const DEEPEST = 3
const MOST = 60

/**
 * Fetches the style sheets that the recording of a view names but does not hold, from our own copies, and puts their
 * cleaned text into the page, with what they take in from others. What can't be had stays empty.
 */
export const sheetFiller = (ask: Ask, page: ViewDecoder, signal?: AbortSignal): (() => Promise<void>) => {
  const texts = new Map<string, Promise<string>>()
  const load = (from: string): Promise<string> => {
    const known = texts.get(from)
    if (known) return known
    if (texts.size >= MOST) return Promise.resolve('')
    const within = AbortSignal.timeout(LONGEST_MS)
    const loading = ask<string>({
      path: from,
      as: 'text',
      signal: signal ? AbortSignal.any([signal, within]) : within,
    }).catch(() => '')
    texts.set(from, loading)
    return loading
  }
  /** `above`: the sheets that take this one in. */
  const read = async (address: string, from: string, above: readonly string[]): Promise<string> => {
    if (above.includes(address) || above.length > DEEPEST) return ''
    const { imports, rest } = splitImports(await load(from))
    const allowed = page.allowedFrom(address)
    const taken = await Promise.all(
      imports.map(async ({ url, media }) => {
        const found = allowed(url)
        const text = found === null ? '' : await read(new URL(url, address).href, found, [...above, address])
        return media === '' || text === '' ? text : `@media ${media}{${text}}`
      }),
    )
    return [...taken, cleanCss(rest, allowed)].join('\n')
  }
  return async () => {
    const fill = page.takeSheets().map(async ({ address, from, attributes }) => {
      const text = await read(address, from, [])
      if (text.trim() !== '') attributes._cssText = text
    })
    await Promise.all(fill)
  }
}
