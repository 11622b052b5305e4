import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

/** Reads one line as RFC 4180 says. */
const read = (line: string, delimiter: string): string[] => {
  const cells: string[] = []
  let rest = line.slice(0, -2)
  for (;;) {
    const match = rest.startsWith('"') ? /^"((?:[^"]|"")*)"/.exec(rest)! : undefined
    const end = match ? match[0].length : rest.indexOf(delimiter) < 0 ? rest.length : rest.indexOf(delimiter)
    cells.push(match ? match[1]!.replaceAll('""', '"') : rest.slice(0, end))
    if (end >= rest.length) return cells
    rest = rest.slice(end + 1)
  }
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '=', '-', '@', 'é', '\t') }),
  fc.string(),
)

test('what is written is read again, and no text begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), fc.constantFrom(',', ';', '\t'), (cells, delimiter) => {
      const found = read(csvLine(cells, delimiter), delimiter)
      expect(found.map((text, i) => (text === cells[i] ? text : text.slice(1)))).toEqual(cells)
      for (const text of found) expect(text).not.toMatch(/^[=+\-@\t\r\n]/)
    }),
  )
})

test('numbers stay numbers, nothing stays empty, lists and objects become texts', () => {
  expect(csvLine([-1.5, null, true, ['a', 'b'], { a: 1 }, [], '=1+1', '-1'], ',')).toBe(
    `-1.5,,true,"a, b","{""a"":1}",,'=1+1,'-1\r\n`,
  )
})
