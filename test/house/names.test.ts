import { expect, test } from 'vitest'
import { keptFiles } from './repository.ts'

/** Words that name nothing: a file or folder called so collects whatever has no place. */
const SAYS_NOTHING = /^(utils?|utilities|helpers?|commons?|misc|shared|managers?|services?|lib2|stuff)$/

const saysNothing = (path: string): boolean =>
  path.split('/').some((part) => part.split(/[.-]/).some((word) => SAYS_NOTHING.test(word)))

const OURS = /^(src|test|scripts|bench)\//

test('no file or folder has a name that says nothing', () => {
  expect(keptFiles().filter((file) => OURS.test(file) && saysNothing(file))).toEqual([])
})

test.each([
  'src/lib/utils.ts',
  'src/model/string-utils.ts',
  'src/api/helpers/date.ts',
  'src/intake/session-manager.ts',
  'src/catalog/key-service.test.ts',
  'test/common/a.ts',
])('%s would be refused', (file) => expect(saysNothing(file)).toBe(true))

test.each(['src/intake/load.ts', 'src/lib/community.ts'])('%s would not', (file) =>
  expect(saysNothing(file)).toBe(false),
)
