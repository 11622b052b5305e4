import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseParams, stringifyParams } from '../../../ui/scope/search-params.ts'
import { parseWindow, windowOf } from '../../journey/page/window.ts'
import { BEHAVIOUR_KINDS } from '../../journey-drivers/traits.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { parseChosen, printChosen } from './people-address.ts'
import { FIRST_QUESTION } from './question.ts'
import { questions } from './testing/questions.ts'
import { parseTrait, printTrait, type Trait } from './trait.ts'

test('any question survives the address', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const params = parseParams(stringifyParams(paramsOfQuestion(question)))
      expect(questionOf(params)).toEqual(question)
    }),
  )
})

test('an address is short and readable', () => {
  const question = {
    ...FIRST_QUESTION,
    steps: [
      { events: [{ kind: 'view' as const, name: '/home' }], filter: '' },
      {
        events: [
          { kind: 'action' as const, name: 'Buy; now' },
          { kind: 'server' as const, name: null },
        ],
        filter: '@geo.country:DE',
      },
    ],
    per: 'user' as const,
    within: '7d',
    by: { path: 'device.type', limit: 5, step: 2 },
  }
  expect(stringifyParams(paramsOfQuestion(question))).toBe(
    '?s1=view:/home&s2=action:Buy%5C;+now,server;@geo.country:DE&per=user&within=7d&by=@device.type;s2',
  )
  expect(stringifyParams(paramsOfQuestion(FIRST_QUESTION))).toBe('')
})

test('what an address gets wrong is as on a fresh visit', () => {
  const params = {
    s1: 'view:/a',
    s2: 'nothing',
    s9: 'action:b',
    per: 'team',
    within: '0d',
    by: 'x',
    show: '3d',
    roll: '1',
  }
  expect(questionOf(params)).toEqual({
    ...FIRST_QUESTION,
    steps: [
      { events: [{ kind: 'view', name: '/a' }], filter: '' },
      { events: [{ kind: 'action', name: 'b' }], filter: '' },
    ],
  })
  expect(questionOf({ s1: 'view', by: '@a;99999;s7' }).by).toEqual({ path: 'a', limit: 10_000, step: 1 })
})

test('whose list is open survives the address, and names a step that there is', () => {
  const chosen = fc.record(
    {
      step: fc.integer({ min: 2, max: 30 }),
      side: fc.constantFrom('reached' as const, 'lost' as const),
      group: fc.string(),
    },
    { requiredKeys: ['step', 'side'] },
  )
  fc.assert(
    fc.property(chosen, (one) => {
      expect(parseChosen(printChosen(one), 30)).toEqual(one)
      const took = { start: one.step - 1, from: 0, to: 60_000 }
      const slow = { ...one, side: 'reached' as const, took }
      expect(parseChosen(printChosen(slow), 30)).toEqual(slow)
      const begun = { ...one, begun: { from: 0, to: 86_400_000 } }
      expect(parseChosen(printChosen(begun), 30)).toEqual(begun)
    }),
  )
  expect(
    ['1-lost', '4', '0', 'x', '2-took-2-0-1', '2-begun-5-5', '', undefined].map((text) => parseChosen(text, 3)),
  ).toEqual(Array(8).fill(null))
})

test('what people have in common survives the address', () => {
  const name = fc.option(fc.string({ unit: 'binary', minLength: 1 }), { nil: null })
  const traits: fc.Arbitrary<Trait> = fc.oneof(
    fc.record({
      kind: fc.constant('attribute' as const),
      facet: fc.string({ unit: 'binary', minLength: 1 }).map((path) => `@${path}`),
      value: fc.string({ unit: 'binary' }),
    }),
    fc.record({
      kind: fc.constant('behaviour' as const),
      of: fc.constantFrom(...BEHAVIOUR_KINDS),
      name,
      first: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(traits, (trait) => {
      expect(parseTrait(printTrait(trait))).toEqual(trait)
    }),
  )
  expect(['', 'nothing', '@', undefined].map(parseTrait)).toEqual(Array(4).fill(null))
})

test('a window is a length of at most ten years; a session has none of its own', () => {
  expect(parseWindow('36h')).toEqual({ count: 36, unit: 'h', ms: 129_600_000 })
  expect(['', '1', '1y', '0d', '-1d', '3651d'].map(parseWindow)).toEqual(Array(6).fill(null))
  expect(windowOf({ per: 'user', within: null })?.ms).toBe(86_400_000)
  expect(windowOf({ per: 'session', within: '7d' })).toBeNull()
})
