import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countAttempts } from './attempts.ts'

test('no window ever lets more through than its limit, and waiting as long as told is enough', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.constantFrom('a', 'b')), { maxLength: 60 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, limit) => {
      let at = 0
      const attempts = countAttempts({ limit, windowMs: 10_000, now: () => at })
      for (const name of ['a', 'b']) {
        let starts = -Infinity
        let passed = 0
        for (const [wait, who] of all) {
          at += wait
          if (who !== name) continue
          if (at >= starts + 10_000) [starts, passed] = [at, 0]
          const seconds = attempts.take(name)
          if (seconds === 0) passed += 1
          else {
            expect(passed).toBe(limit)
            expect(at + seconds * 1000).toBeGreaterThanOrEqual(starts + 10_000)
          }
          expect(passed).toBeLessThanOrEqual(limit)
        }
        at += 20_000
      }
    }),
  )
})

test('what is forgiven is not counted, and the oldest of very many names are forgotten', () => {
  const attempts = countAttempts({ limit: 1, windowMs: 1_000, now: () => 0 })
  expect([attempts.take('a'), attempts.take('a')]).toEqual([0, 1])
  attempts.forgive('a')
  expect(attempts.take('a')).toBe(0)
  for (let n = 0; n < 10_000; n += 1) attempts.take(`name ${n}`)
  expect(attempts.take('a')).toBe(0)
  expect(attempts.take('name 9999')).toBe(1)
})
