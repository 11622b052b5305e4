import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { attributeOf } from '../attribute.ts'
import { matchesEvent } from './evaluate.ts'
import { FREE_TEXT_PATHS } from './free-text.ts'
import { parseSearch, tryParseSearch } from './parse.ts'
import { printSearch } from './print.ts'

const page = readFileSync(new URL('../../../docs/reference/search-syntax.md', import.meta.url), 'utf8')

/** The rows of every table whose head is this, without the marks of code. */
const rowsOf = (...head: string[]): string[][] => {
  const rows: string[][] = []
  let inside = false
  for (const line of page.split('\n')) {
    const cells = line.startsWith('| ')
      ? line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.replace(/^`(.*)`$/, '$1'))
      : []
    if (cells.join() === head.join()) inside = true
    else if (cells.length === 0 && !line.startsWith('|---')) inside = false
    else if (inside && cells.length > 0) rows.push(cells)
  }
  return rows
}

test('the page has its tables', () => {
  expect(rowsOf('Search', 'Event', 'Matches').length).toBeGreaterThan(50)
  expect(rowsOf('Search', 'Character', 'Reason').length).toBeGreaterThan(10)
  expect(rowsOf('Written', 'Kept as').length).toBeGreaterThan(5)
})

test.each(rowsOf('Search', 'Event', 'Matches'))('%s on %s: %s', (search, event, matches) => {
  expect(['yes', 'no']).toContain(matches)
  const { texts = [], ...values } = JSON.parse(event!)
  const found = matchesEvent(
    parseSearch(search!),
    (path) => values[path],
    () => texts,
  )
  expect(found).toBe(matches === 'yes')
})

test.each(rowsOf('Search', 'Character', 'Reason'))("%s can't be read at %s: %s", (search, position, reason) => {
  const reading = tryParseSearch(search!)
  expect(reading).toMatchObject({ ok: false, position: Number(position) })
  expect(reading).toMatchObject({ reason: expect.stringContaining(reason!) })
})

test.each(rowsOf('Written', 'Kept as'))('%s is kept as %s', (written, kept) => {
  expect(printSearch(parseSearch(written!))).toBe(kept)
})

test('free words are looked for in attributes that hold text', () => {
  for (const path of FREE_TEXT_PATHS) expect(attributeOf(path)).toMatchObject({ type: 'string' })
})
