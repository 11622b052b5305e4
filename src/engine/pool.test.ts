import { expect, test } from 'vitest'
import { createPool } from './pool.ts'

/** Work that ends when told, and says when it began. */
const controlled = () => {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  return { begun, work, end: (name: string) => ends.get(name)!() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('people go before background, each in the order of asking', async () => {
  const pool = createPool(['only'])
  const { begun, work, end } = controlled()
  const asked = [
    pool.use('people', work('first')),
    pool.use('background', work('b1')),
    pool.use('background', work('b2')),
    pool.use('people', work('p1')),
    pool.use('people', work('p2')),
  ]
  for (const name of ['first', 'p1', 'p2', 'b1', 'b2']) {
    await turn()
    expect(begun.at(-1)).toBe(name)
    end(name)
  }
  expect(await Promise.all(asked)).toEqual(['first', 'b1', 'b2', 'p1', 'p2'])
  await pool.drain()
})

test('an abort rejects at once, but what is in use is not handed out before its work has ended', async () => {
  const pool = createPool(['only'])
  const { begun, work, end } = controlled()
  const aborter = new AbortController()
  const aborted = pool.use('people', work('long'), aborter.signal)
  const waiting = pool.use('people', work('waiting'), aborter.signal)
  const next = pool.use('people', work('next'))
  await turn()
  aborter.abort(new Error('enough'))
  await expect(aborted).rejects.toThrow('enough')
  await expect(waiting).rejects.toThrow('enough')
  expect(begun).toEqual(['long'])
  end('long')
  await turn()
  expect(begun).toEqual(['long', 'next'])
  end('next')
  expect(await next).toBe('next')
})

test('work that fails gives back what it used', async () => {
  const pool = createPool([1])
  await expect(pool.use('people', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await pool.use('background', async (item) => item)).toBe(1)
})
