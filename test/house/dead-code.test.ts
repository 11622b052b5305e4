import { expect, test } from 'vitest'
import { plant } from './planted.ts'

interface Report {
  issues: { file: string; files: { name: string }[]; exports: { name: string }[]; dependencies: { name: string }[] }[]
}

test('dead files, exports and dependencies are found, and living ones are not', () => {
  const repository = plant({
    'src/cli/main.ts': "import { used } from '../lib/living.ts'\n\nused()\n",
    'src/lib/living.ts': "import { z } from 'zod'\n\nexport const used = () => z\nexport const unused = () => 1\n",
    'src/lib/dead.ts': 'export const dead = 1\n',
    'src/lib/living.test.ts': "import { test } from 'vitest'\n\ntest('', () => {})\n",
    'scripts/tool.mjs': 'export const started = 1\n',
  })
  const { issues } = JSON.parse(repository.output('knip', ['--reporter=json'])) as Report
  repository.remove()
  expect(issues.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['src/lib/dead.ts'])
  expect(issues.flatMap(({ exports }) => exports.map(({ name }) => name))).toEqual(['unused'])
  const dependencies = issues.flatMap((issue) => issue.dependencies.map(({ name }) => name))
  expect(dependencies).toContain('@electric-sql/pglite')
  expect(dependencies).not.toContain('zod')
})
