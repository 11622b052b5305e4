import { expect, test } from 'vitest'
import { createLife } from './held-life.ts'

const watched = (make: () => Promise<string>) => {
  const done: string[] = []
  const life = createLife(
    () => {
      done.push('made')
      return make()
    },
    async () => void done.push('removed'),
  )
  return { life, done }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('it is made once for all who enter, and removed when it was dropped and the last of them has left', async () => {
  const { life, done } = watched(async () => 'here')
  expect(await Promise.all([life.enter(), life.enter()])).toEqual(['here', 'here'])
  life.drop()
  life.leave()
  await settled()
  expect(done).toEqual(['made'])
  life.leave()
  await settled()
  expect(done).toEqual(['made', 'removed'])
})

test('it stays while it is not dropped; what nobody entered was not made and is not removed', async () => {
  const { life, done } = watched(async () => 'here')
  await life.enter()
  life.leave()
  await settled()
  expect(done).toEqual(['made'])
  const other = watched(async () => 'here')
  other.life.drop()
  await settled()
  expect(other.done).toEqual([])
})

test('what can not be made is none', async () => {
  const { life, done } = watched(() => Promise.reject(new Error('full')))
  expect(await life.enter()).toBeUndefined()
  life.leave()
  life.drop()
  await settled()
  // Half of it may be there.
  expect(done).toEqual(['made', 'removed'])
})
