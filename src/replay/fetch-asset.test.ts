import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedUrl, fetchAsset } from './fetch-asset.ts'

const ANSWERS: Record<string, { status?: number; headers: Record<string, string>; body?: Buffer | string }> = {
  '/a.png': { headers: { 'content-type': 'image/png; charset=binary' }, body: 'picture' },
  '/f.woff2': { headers: { 'content-type': 'application/octet-stream' }, body: 'font' },
  '/s.css': { headers: { 'content-type': 'text/css; charset=utf-8' }, body: 'p{}' },
  '/breaks-once.css': { headers: { 'content-type': 'text/css' }, body: 'p{}' },
  '/none': { status: 404, headers: {} },
  '/page': { headers: { 'content-type': 'text/html' }, body: '<p>' },
  '/large': { headers: { 'content-type': 'image/png' }, body: Buffer.alloc(6 * 2 ** 20) },
  '/here': { status: 302, headers: { location: '/a.png' } },
  '/round': { status: 302, headers: { location: '/round' } },
}

let site: Server
let other: Server
let origin: string
let elsewhere: string
const asked: { path: string; headers: Record<string, unknown> }[] = []

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  other = createServer((request, response) => {
    asked.push({ path: `other ${request.url}`, headers: request.headers })
    response.end()
  })
  elsewhere = await listen(other)
  site = createServer((request, response) => {
    asked.push({ path: request.url!, headers: request.headers })
    const times = asked.filter(({ path }) => path === request.url).length
    if (request.url === '/breaks' || (request.url === '/breaks-once.css' && times === 1)) {
      request.socket.destroy()
      return
    }
    const away = { status: 302, headers: { location: `${elsewhere}/secret.png` }, body: '' }
    const { status = 200, headers, body = '' } = request.url === '/away' ? away : ANSWERS[request.url!]!
    response.writeHead(status, headers).end(body)
  })
  origin = await listen(site)
})
afterAll(() => {
  for (const server of [site, other]) server?.closeAllConnections()
  site?.close()
  other?.close()
})

const get = async (path: string) => {
  const found = await fetchAsset(origin + path, [origin])
  return 'missing' in found ? found.missing : [found.mime, found.body.toString()]
}

test('images, fonts and style sheets are fetched, nothing else, and not what is too large', async () => {
  expect(await get('/a.png')).toEqual(['image/png', 'picture'])
  expect(await get('/f.woff2')).toEqual(['font/woff2', 'font'])
  expect(await get('/here')).toEqual(['image/png', 'picture'])
  expect(await get('/s.css')).toEqual(['text/css', 'p{}'])
  expect(await get('/page')).toBe('it is no image, font or style sheet')
  expect(await get('/large')).toBe('it is larger than 5 MB')
  expect(await get('/round')).toBe('its site sends from address to address')
  expect(await get('/none')).toBe('its site answers 404')
  expect(asked.some(({ headers }) => headers.cookie || headers.authorization || headers.referer)).toBe(false)
})

test('only named origins are asked, and a redirect leads nowhere else', async () => {
  expect(await get('/away')).toBe('its site sends to an address whose origin is not named')
  expect(await fetchAsset(`${elsewhere}/a.png`, [origin])).toEqual({ missing: 'its origin is not named' })
  expect(asked.filter(({ path }) => path.startsWith('other'))).toEqual([])
  for (const url of [origin.replace('//', '//me:secret@'), 'file:///etc/passwd', '/a.png', `${origin}.evil.example/a`])
    expect(allowedUrl(url, [origin])).toBeUndefined()
})

test('a site that breaks off a request is asked once more', async () => {
  expect(await get('/breaks-once.css')).toEqual(['text/css', 'p{}'])
  expect(await get('/breaks')).toBe('its site could not be reached')
  expect(asked.filter(({ path }) => path === '/breaks')).toHaveLength(2)
})
