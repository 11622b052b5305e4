import { expect, test } from 'vitest'
import { mentionsIn, namingAt, withName } from './mentions.ts'

const PEOPLE = [
  { id: 'ann', name: 'Ann' },
  { id: 'anna', name: 'Ann Ahlberg' },
  { id: 'bo', name: 'bo@example.com' },
]

test('names behind an @ mention, the longest of those that begin alike', () => {
  expect(mentionsIn('@Ann Ahlberg look, and @bo@example.com', PEOPLE)).toEqual(['bo', 'anna'])
  expect(mentionsIn('@Ann and @Ann Ahlberg', PEOPLE)).toEqual(['anna', 'ann'])
  expect(mentionsIn('Ann, mail ann@Annex', PEOPLE)).toEqual([])
  expect(mentionsIn('nobody', PEOPLE)).toEqual([])
})

test('a name is completed where it is typed', () => {
  expect(namingAt('see @An', 7)).toBe('An')
  expect(namingAt('mail a@b', 8)).toBeUndefined()
  expect(namingAt('see @An later', 4)).toBeUndefined()
  expect(withName('see @An later', 7, 'Ann')).toBe('see @Ann  later')
})
