import { expect, test } from 'vitest'
import { definitionOf, definitionWords, draftOf, emptyDefinition, proposedOf } from './draft.ts'

test.each([
  { action_type: 'click', action_name: 'Buy*', pages: ['/cart', '/checkout'], selector: '.buy' },
  { selector: 'button[type="submit"]' },
])('%j is edited and comes back', (definition) => {
  expect(definitionOf(draftOf(definition))).toEqual(definition)
})

test('what names nothing is no definition', () => {
  expect(definitionOf(emptyDefinition())).toBeNull()
  expect(definitionOf({ ...emptyDefinition(), pages: ' \n ' })).toBeNull()
})

test('an action that is shown somewhere can be named', () => {
  expect(definitionOf(proposedOf({ type: 'click', action: 'Buy', page: '/cart' }))).toEqual({
    action_type: 'click',
    action_name: 'Buy',
    pages: ['/cart'],
  })
})

test('a definition in words', () => {
  expect(definitionWords({ action_type: 'click', action_name: 'Buy', pages: ['/a', '/b'], selector: '.x' })).toBe(
    'click, called Buy, on /a or /b, at .x',
  )
  expect(definitionWords({ selector: '.x' })).toBe('any action, at .x')
})
