import { expect, test } from 'vitest'
import { FUNCTIONS } from '../../model/formula/functions.ts'
import { applied, formulaFault, functionsFor } from './formula-text.ts'

test('every function that is offered can be applied at once, and to what it was applied to before', () => {
  for (const show of ['series', 'table'] as const) {
    for (const { name } of functionsFor(show)) {
      expect(formulaFault(applied(name, 'a / b'), ['a', 'b'], show)).toBeNull()
      expect(formulaFault(applied(name, applied(name, 'a')), ['a'], show)).toBeNull()
    }
  }
  expect(functionsFor('series')).toHaveLength(Object.keys(FUNCTIONS).length)
  expect(applied('moving_average', 'a')).toBe('moving_average(a, 5)')
})

test('what can not be evaluated is said', () => {
  expect(formulaFault('a / c', ['a', 'b'], 'series')).toContain('no query is named "c"; there is a, b')
  expect(formulaFault('cumsum(a)', ['a'], 'table')).toContain('works over time')
  expect(functionsFor('table').map((one) => one.name)).not.toContain('cumsum')
})
