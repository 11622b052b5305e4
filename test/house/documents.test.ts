import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { keptFiles, ROOT, read } from './repository.ts'

const documents = keptFiles().filter((file) => file.endsWith('.md'))

const withoutCode = (markdown: string): string => markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')

/** The anchors that a page has: its headings as GitHub writes them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The links of a page that lead nowhere. `page` is its path from the root. */
const brokenLinks = (page: string, markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^(https?:|mailto:)/.test(target))
    .filter((target) => {
      const [path, anchor] = target.split('#')
      const file = join(dirname(page), path!)
      if (path && !existsSync(join(ROOT, file))) return true
      return anchor !== undefined && !anchorsOf(path ? read(file) : markdown).includes(anchor)
    })

test.each(documents)('the links of %s lead somewhere', (page) => expect(brokenLinks(page, read(page))).toEqual([]))

test('a link that leads nowhere is found', () => {
  const page =
    '# One heading\n[a](nowhere.md) [b](README.md) [c](#one-heading) [d](#other) [e](README.md#nothing-like-it) `[f](code.md)`'
  expect(brokenLinks('page.md', page)).toEqual(['nowhere.md', '#other', 'README.md#nothing-like-it'])
})

const decisions = documents.filter((file) => file.startsWith('docs/decisions/'))

test('there are decisions', () => expect(decisions.length).toBeGreaterThan(5))

test.each(decisions)('%s is a number, a heading and one paragraph', (file) => {
  expect(file).toMatch(/^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/)
  const [heading, ...paragraphs] = read(file)
    .trim()
    .split(/\n\s*\n/)
  expect(heading).toMatch(/^# .+$/)
  expect(paragraphs).toHaveLength(1)
  expect(paragraphs[0]).not.toMatch(/^([#>|-]|\d\.)/m)
})

test.each(
  keptFiles()
    .filter((file) => /^src\/[^/]+\//.test(file))
    .map((file) => file.split('/')[1]!)
    .filter(isFirst),
)('the room %s is on the map of the architecture page and of CONTRIBUTING.md', (room) => {
  expect(read('docs/architecture.md')).toContain(`${room}/`)
  expect(read('CONTRIBUTING.md')).toContain(`| \`${room}\` |`)
})

function isFirst(value: string, index: number, all: string[]): boolean {
  return all.indexOf(value) === index
}
