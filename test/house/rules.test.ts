import { expect, test } from 'vitest'
import { type Finding, plant } from './planted.ts'

const long = (lines: number, text: string) =>
  Array.from({ length: lines }, (_, i) => text.replaceAll('#', String(i))).join('\n')

/** A violation of each rule: the file, its text, and where the check must point. */
const VIOLATIONS: [rule: string, file: string, text: string][] = [
  ['noExcessiveLinesPerFile', 'src/lib/long.ts', long(301, 'export const a# = #')],
  [
    'noExcessiveLinesPerFunction',
    'src/lib/busy.ts',
    `export const busy = () => {\n${long(101, '  console.log(#)')}\n}\n`,
  ],
  ['useFilenamingConvention', 'src/lib/camelCase.ts', 'export const a = 1\n'],
  ['useFilenamingConvention', 'src/ui/Shell.tsx', 'export const a = 1\n'],
  ['noDefaultExport', 'src/lib/default.ts', 'export default 1\n'],
  ['noFloatingPromises', 'src/lib/floating.ts', 'const act = async () => 1\nexport const go = () => {\n  act()\n}\n'],
  ['noImportCycles', 'src/lib/hen.ts', "import { egg } from './egg.ts'\n\nexport const hen = () => egg()\n"],
  ['noImportCycles', 'src/lib/egg.ts', "import { hen } from './hen.ts'\n\nexport const egg = (): unknown => hen()\n"],
]

const FINE = {
  'src/lib/short.ts': `${long(300, 'export const a# = #')}\n`,
  'src/engine/schema/0001-events.ts': 'export const schema = 1\n',
  'src/lib/kebab-case.test.ts': 'const act = async () => 1\nawait act()\n',
  'vite.server.config.ts': 'export default {}\n',
}

test('the lint refuses each planted violation, and only those', () => {
  const repository = plant({ ...Object.fromEntries(VIOLATIONS.map(([, file, text]) => [file, text])), ...FINE })
  const found = repository.lint().filter(({ file }) => /\.tsx?$/.test(file))
  const told = ({ rule, file }: Finding) => `${rule} ${file}`
  expect([...new Set(found.map(told))].sort()).toEqual(VIOLATIONS.map(([rule, file]) => `${rule} ${file}`).sort())
  repository.remove()
})
