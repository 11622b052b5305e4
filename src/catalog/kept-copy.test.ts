import { expect, test } from 'vitest'
import { keepCopy } from './kept-copy.ts'

/** A store whose answers are let go by hand; a load reads the value at its start. */
const slowStore = () => {
  const waiting: { answer(): void; fail(): void }[] = []
  const store = {
    value: 0,
    loads: 0,
    held: false,
    load: (): Promise<number> => {
      const seen = store.value
      store.loads += 1
      if (!store.held) return Promise.resolve(seen)
      return new Promise((resolve, reject) => {
        waiting.push({ answer: () => resolve(seen), fail: () => reject(new Error('away')) })
      })
    },
    waiting,
  }
  return store
}

const never = () => {}

test('a refresh that is asked for while one runs sees what was there when it was asked for', async () => {
  const store = slowStore()
  const copy = await keepCopy({ load: store.load, everyMs: 0, onFailure: never })
  store.held = true
  const first = copy.refresh()
  store.value = 1
  const second = copy.refresh()
  const third = copy.refresh()
  store.waiting.shift()!.answer()
  await first
  expect(copy.now()).toBe(0)
  await expect.poll(() => store.waiting.length).toBe(1)
  store.waiting.shift()!.answer()
  await Promise.all([second, third])
  expect(copy.now()).toBe(1)
  expect(store.loads).toBe(3)
})

test('a refresh that fails keeps the copy, and the next one works, also if it waited for the failure', async () => {
  const store = slowStore()
  const copy = await keepCopy({ load: store.load, everyMs: 0, onFailure: never })
  store.held = true
  store.value = 1
  const failing = copy.refresh()
  const after = copy.refresh()
  store.waiting.shift()!.fail()
  await expect(failing).rejects.toThrow('away')
  expect(copy.now()).toBe(0)
  await expect.poll(() => store.waiting.length).toBe(1)
  store.waiting.shift()!.answer()
  await after
  expect(copy.now()).toBe(1)
})

test('it looks again by itself until it is stopped, and says when it could not', async () => {
  const store = slowStore()
  const failures: unknown[] = []
  let broken = false
  const load = () => (broken ? Promise.reject(new Error('away')) : store.load())
  const copy = await keepCopy({ load, everyMs: 5, onFailure: (error) => failures.push(error) })
  store.value = 7
  await expect.poll(copy.now).toBe(7)
  broken = true
  await expect.poll(() => failures.length).toBeGreaterThan(0)
  expect(copy.now()).toBe(7)
  broken = false
  store.value = 8
  await expect.poll(copy.now).toBe(8)
  copy.stop()
})
