import { expect, test } from 'vitest'
import { createShared } from './asked-once.ts'

const deferred = <R>() => {
  let resolve!: (of: R) => void
  const promise = new Promise<R>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('work of equal keys is done once at a time, and anew afterwards', async () => {
  const shared = createShared<number>()
  const { promise, resolve } = deferred<number>()
  let done = 0
  const work = () => {
    done += 1
    return promise
  }
  const both = Promise.all([shared('a', work), shared('a', work)])
  resolve(7)
  expect(await both).toEqual([7, 7])
  expect(done).toBe(1)
  await shared('a', work)
  expect(done).toBe(2)
})

test('who leaves does not stop the others; when all have left, the work is given up', async () => {
  const shared = createShared<number>()
  const { promise, resolve } = deferred<number>()
  const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()]
  let given: AbortSignal | undefined
  const work = (signal: AbortSignal) => {
    given = signal
    return promise
  }
  const first = shared('a', work, one.signal)
  const second = shared('a', work, two.signal)
  one.abort(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  expect(given!.aborted).toBe(false)
  resolve(3)
  expect(await second).toBe(3)

  const left = shared('b', work, three.signal)
  const third = given!
  three.abort(new Error('gone too'))
  await expect(left).rejects.toThrow('gone too')
  expect(third.aborted).toBe(true)
})

test('work that fails fails for all who wait, and is tried again by the next', async () => {
  const shared = createShared<number>()
  const fail = async () => Promise.reject(new Error('no'))
  const both = await Promise.allSettled([shared('a', fail), shared('a', fail)])
  expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected'])
  expect(await shared('a', async () => 1)).toBe(1)
})
