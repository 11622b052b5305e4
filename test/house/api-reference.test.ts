import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPERATIONS } from '../../src/api/openapi.ts'
import { FUNCTIONS, signatureOf } from '../../src/model/formula/functions.ts'
import { ROOT, read } from './repository.ts'

const START = 'This list is compared with `src/api/openapi.ts` by a test.\n'

/** After a change of the code: `npx vitest run test/house/api-reference.test.ts -u`. */
test('docs/reference/api.md lists every operation of the API', async () => {
  const page = read('docs/reference/api.md')
  const tags = [...new Set(Object.values(OPERATIONS).map(({ tag }) => tag))]
  const chapters = tags.map((tag) => {
    const rows = Object.entries(OPERATIONS).filter(([, operation]) => operation.tag === tag)
    return `### ${tag}\n\n${rows.map(([key, { summary }]) => `* \`${key}\`: ${summary}\n`).join('')}`
  })
  const text = `${page.slice(0, page.indexOf(START))}${START}\n${chapters.join('\n')}`
  await expect(text).toMatchFileSnapshot(join(ROOT, 'docs/reference/api.md'))
})

test('every operation of ours that api.md speaks of is there', () => {
  const page = read('docs/reference/api.md')
  const named = [...page.slice(0, page.indexOf(START)).matchAll(/`(GET|POST|PATCH|PUT|DELETE) (\/api\/[^`?\s]*)`/g)]
  expect(named.length).toBeGreaterThan(8)
  expect(named.map(([, method, path]) => `${method} ${path}`).filter((key) => !(key in OPERATIONS))).toEqual([])
})

test('docs/reference/formulas.md lists the functions of src/model/formula/functions.ts', async () => {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  const rows = Object.entries(FUNCTIONS).map(([name, { meaning, nulls, overTime }]) =>
    row([`\`${signatureOf(name)}\``, meaning, nulls, overTime ? 'yes' : '']),
  )
  await expect(`# Formulas

Arithmetic over the results of queries: numbers, names of queries, \`+\`, \`-\`, \`*\`, \`/\`, parentheses, and the functions below. They nest:
\`moving_average(a / b * 100, 7)\`. A formula is evaluated group by group, and in time series interval by interval.

A value that is missing makes what is made of it missing (null), and so do a division by zero and a result that is no finite number. A query that
counts has 0 where there is no event; averages, percentiles and the like have nothing there. \`default_zero(a)\` turns that into 0.

Functions over time need a time series and see the intervals of its range only. The first argument is what they are applied to; arguments in
brackets may be left out.

This page is compared with \`src/model/formula/functions.ts\` by a test.

${row(['Function', 'What it gives', 'Nulls', 'Over time'])}${row(['---', '---', '---', '---'])}${rows.join('')}`).toMatchFileSnapshot(
    join(ROOT, 'docs/reference/formulas.md'),
  )
})
