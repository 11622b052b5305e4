import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keptFiles, ROOT } from './repository.ts'

/** What ties a file to the machine it was written on, or to where a package came from. */
const TELLTALES = [
  /(?<![\w.])\/((home|Users|mnt)\/[\w.-]+\/|(root|work)\/[\w.-]+)/,
  /\bregistry\.[a-z0-9-]+\.[a-z]+/,
  /"resolved": "(https?|git)/,
  /(?<![\w.])[A-Z]:\\Users\\/,
]

const telltalesIn = (text: string): string[] => TELLTALES.flatMap((telltale) => telltale.exec(text)?.[0] ?? [])

const isText = (content: Buffer): boolean => !content.subarray(0, 8000).includes(0)

test('no kept file names a path of a machine or the host of a registry', () => {
  const found = keptFiles().flatMap((file) => {
    const content = readFileSync(join(ROOT, file))
    const text = isText(content) ? content.toString('utf8') : ''
    const own = text.includes(ROOT) ? [ROOT] : []
    return [...own, ...telltalesIn(text)].map((telltale) => `${file}: ${telltale}`)
  })
  expect(found).toEqual([])
})

test.each([
  ['/ho', 'me/ann/wayworn/src'],
  ['file:///Us', 'ers/ann/x.ts'],
  ['"resolved": "ht', 'tps://example.com/a.tgz"'],
  ['https://regis', 'try.example.com/a'],
])('%s%s is found', (start, rest) => expect(telltalesIn(start + rest)).toHaveLength(1))

test.each(['/homepage', '/home/2', 'src/work/a.ts', 'https://example.com/work/1', '/users/42'])('%s is not', (text) =>
  expect(telltalesIn(text)).toEqual([]),
)
