import { expect, test } from 'vitest'
import { targetOf } from './target.ts'

const read = (url: string) => {
  const { track, params } = targetOf(url)
  return [track, params.get('dd-api-key'), params.get('ddtags')]
}
const query = 'ddsource=browser&dd-api-key=pub1&ddtags=env%3Aa%2Cservice%3Ab'
const forward = (path: string) => `ddforward=${encodeURIComponent(path)}`

test.each([
  ['direct', `/api/v2/rum?${query}`],
  ['behind a prefix', `/intake/api/v2/rum/?tenant=x&${query}`],
  ['a relative ddforward', `/intake?${forward(`/api/v2/rum?${query}`)}`],
  ['an absolute ddforward', `/intake?${forward(`https://rum.example.com/api/v2/rum?${query}`)}`],
  ['a second question mark', `/intake?key=1?${forward(`/api/v2/rum?${query}`)}`],
  ['further parameters', `/intake?key=1&${forward(`/api/v2/rum?${query}`)}&ddforwardSubdomain=a`],
])('%s', (_, url) => expect(read(url)).toEqual(['rum', 'pub1', 'env:a,service:b']))

test('tags keep their second encoding: it lies inside the parameter', () => {
  const url = `/intake?${forward('/api/v2/rum?dd-api-key=p&ddtags=env%253Aa')}`
  expect(targetOf(url).params.get('ddtags')).toBe('env%3Aa')
})

test('an address that is broken gives a track that does not exist', () => {
  expect(targetOf('/intake?ddforward=%E0%A4%A').track).toBe('%E0%A4%A')
  expect(targetOf('').track).toBe('')
  expect(targetOf('/intake?ddforward=/api/v2/profiling/quota?session_id=1').track).toBe('profiling/quota')
})
