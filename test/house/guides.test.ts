import { expect, test } from 'vitest'
import { keptFiles, read } from './repository.ts'

const guides = keptFiles().filter((file) => file.startsWith('docs/guides/'))
const sources = keptFiles()
  .filter((file) => /^src\/.*\.ts$/.test(file) && !file.includes('.test.'))
  .map(read)
  .join('\n')

/** The names of metrics that a text mentions, without the ending that Prometheus adds to a histogram. */
const metricsIn = (text: string): string[] => [...new Set(text.match(/\bwayworn_[a-z_]+[a-z]\b/g) ?? [])]

test.each(guides)('every metric that %s names is there', (guide) => {
  const unknown = metricsIn(read(guide)).filter(
    (metric) =>
      !sources.includes(`'${metric}'`) && !sources.includes(`name('${metric.replace('wayworn_intake_', '')}')`),
  )
  expect(unknown).toEqual([])
})

/** Options of commands: `--out` of `.option('--out <file>', …)`, and those that the bench's help lists. */
const options = new Set(
  [...sources.matchAll(/ption\('(?:-\w, )?(--[a-z-]+)/g), ...read('bench/main.ts').matchAll(/^ {2}(--[a-z-]+) /gm)].map(
    ([, name]) => name!,
  ),
)

test.each(guides)(
  'every flag and variable of Wayworn that %s names is a setting or an option of a command',
  (guide) => {
    const settings = read('docs/reference/config.md')
    const named = [...read(guide).matchAll(/`?(--[a-z]+(?:-[a-z]+)*|WAYWORN_[A-Z_]+)\b/g)].map(([, name]) => name!)
    const unknown = named.filter((name) => name !== '--help' && !settings.includes(`\`${name}\``) && !options.has(name))
    expect(unknown).toEqual([])
  },
)
