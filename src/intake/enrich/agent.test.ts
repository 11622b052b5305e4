import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agentOf } from './agent.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`,
    ['Chrome', '150', 'Windows', '10', 'Desktop'],
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`,
    ['Firefox', '140', 'Linux', undefined, 'Desktop'],
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1',
    ['Safari', '18', 'iOS', '18.2', 'Mobile'],
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ['Safari', '17', 'iOS', '17.5', 'Tablet'],
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/150.0.0.0 Mobile Safari/537.36`,
    ['Chrome', '150', 'Android', '10', 'Mobile'],
  ],
  [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    ['Googlebot', '2', undefined, undefined, 'Bot'],
  ],
  ['curl/8.5.0', ['curl', undefined, undefined, undefined, 'Bot']],
])('%s', (userAgent, [browser, major, os, version, device]) => {
  const agent = agentOf(userAgent)
  expect([agent.browser_name, agent.browser_version_major, agent.os_name, agent.os_version, agent.device_type]).toEqual(
    [browser, major, os, version, device],
  )
})

test('nothing said is nothing known', () => {
  expect([agentOf(undefined), agentOf(''), agentOf('   ')]).toEqual([{}, {}, {}])
})

test('no User-Agent makes it throw, and its values are texts', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (text) => {
      for (const value of Object.values(agentOf(text))) expect(typeof value).toBe('string')
    }),
  )
})
