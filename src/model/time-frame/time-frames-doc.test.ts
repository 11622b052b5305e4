import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { localText } from '../../../test/support/local-time.ts'
import { parseTimeFrame, tryParseTimeFrame } from './parse.ts'

const page = readFileSync(new URL('../../../docs/reference/time-frames.md', import.meta.url), 'utf8')
const zone = 'Europe/Paris'
const context = { now: Date.UTC(2026, 3, 15, 8, 30), zone }

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([text, ...rest]) => [text!.slice(1, -1), ...rest])
const frames = rows.filter((row) => row.length === 3)
const refused = rows.filter((row) => row.length === 2)

test('the page has its examples', () => {
  expect(frames.length).toBeGreaterThan(40)
  expect(refused.length).toBeGreaterThan(4)
})

test.each(frames)('%s is %s to %s', (text, from, to) => {
  const range = parseTimeFrame(text!, context)
  expect([localText(range.from, zone), localText(range.to, zone)]).toEqual([`${from}:00`, `${to}:00`])
})

test.each(refused)("%s can't be read: %s", (text, reason) => {
  const tried = tryParseTimeFrame(text!, context)
  expect(tried).toMatchObject({ ok: false, reason: expect.stringContaining(reason!) })
})

test('every unit of the table is read', () => {
  const units = page.split('\n').filter((line) => /^\| [a-z]+ \| `/.test(line))
  expect(units).toHaveLength(7)
  for (const line of units) {
    const [name, words] = line.slice(2).split(' | ')
    for (const word of words!.match(/[a-z]+/g)!) {
      const tried = tryParseTimeFrame(`3 ${word}`, context)
      expect(tried).toMatchObject({ ok: true, frame: { kind: 'past', count: 3, unit: name!.slice(0, -1) } })
    }
  }
})
