import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SETTINGS } from '../../src/cli/config.ts'
import { CATALOGUE } from '../../src/lib/errors.ts'
import { ATTRIBUTES, type Attribute } from '../../src/model/attribute.ts'
import { ROOT } from './repository.ts'

/** The page as the code has it. After a change of the code: `npx vitest run test/house -u`. */
const expectPage = (page: string, text: string) => expect(text).toMatchFileSnapshot(join(ROOT, 'docs/reference', page))

const row = (cells: (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replace(/[|<]/g, '\\$&')).join(' | ')} |\n`

const table = (heads: string[], rows: (string | number)[][]): string =>
  [heads, heads.map(() => '---'), ...rows].map(row).join('')

test('docs/reference/errors.md lists the catalogue of src/lib/errors.ts', async () => {
  const errors = Object.entries(CATALOGUE).map(([code, [status, title, sentence]]) => [
    `\`${code}\``,
    status,
    title,
    sentence,
  ])
  await expectPage(
    'errors.md',
    `# Errors

Every error that Wayworn answers with, or prints when it can't start. Words in braces are filled in. An HTTP answer holds them as JSON:API:
\`{"errors": [{"status", "code", "title", "detail", "source"}]}\`, where \`source\` names the field (\`pointer\`), query parameter or header at fault.

This page is compared with \`src/lib/errors.ts\` by a test.

${table(['Code', 'Status', 'Title', 'Sentence'], errors)}`,
  )
})

const kindOf = ({ type, unit }: Attribute): string =>
  ({ string: 'text', number: 'number', boolean: 'true or false', time: 'time', strings: 'list of texts' })[type] +
  (unit ? `, ${unit}` : '')

test('docs/reference/attributes.md lists the attributes of src/model/attribute.ts', async () => {
  const groups = [...new Set(ATTRIBUTES.map(({ group }) => group))]
  const chapters = groups.map((group) => {
    const rows = ATTRIBUTES.filter((attribute) => attribute.group === group).map((attribute) => [
      `\`@${attribute.path}\``,
      attribute.label,
      kindOf(attribute),
      attribute.level === 'session' ? 'the whole session' : 'the event',
      `\`${attribute.column}\``,
    ])
    return `## ${group}\n\n${table(['Attribute', 'In words', 'Value', 'Made from', 'Column'], rows)}`
  })
  await expectPage(
    'attributes.md',
    `# Attributes

The attributes that have a column of their own. Everything else an event carries can be searched by its path as well, without declaring anything:
what customers set (\`@context.…\`, \`@usr.…\`, \`@account.…\`, \`@feature_flags.…\`, \`@view.url_query.…\`, the fields of server events) lies in one JSON column,
and the rest of what the SDKs send in a text column, which is slower.

Units: \`ns\` nanoseconds, \`ms\` milliseconds since 1970 in UTC, \`px\` CSS pixels. "The whole session" means: made by Wayworn from all events of the
session, and the same on each of them.

This page is compared with \`src/model/attribute.ts\` by a test.

${chapters.join('\n')}`,
  )
})

test('docs/reference/config.md lists the settings of src/cli/config.ts', async () => {
  const settings = SETTINGS.map(({ name, flag, env, default: fallback, meaning }) => [
    `\`${flag}\``,
    `\`${env}\``,
    `\`${name}\``,
    fallback,
    meaning,
  ])
  await expectPage(
    'config.md',
    `# Settings

The settings of \`wayworn serve\`, read from flags, then the environment, then a config file, then the defaults: the first that names a setting counts.
The config file is JSON, \`{"port": 4180}\`, named by \`--config\`. \`npx wayworn serve --help\` prints the same list.

This page is compared with \`src/cli/config.ts\` by a test.

${table(['Flag', 'Environment', 'In the file', 'Default', 'Meaning'], settings)}`,
  )
})
