import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { ROOT } from './program.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.ttf': 'font/ttf',
  '.png': 'image/png',
}

export interface LiveSite {
  url: string
  stop(): void
}

/**
 * A site of other people's pages, taken from packages, and of pages given here as text; each begins to record with the
 * real SDK.
 */
export const startLiveSite = async (pages: Record<string, string>, init: () => object): Promise<LiveSite> => {
  const start = () =>
    `<script src="/sdk/datadog-rum.js"></script><script>DD_RUM.init(${JSON.stringify(init())})</script>`
  const bodyOf = (path: string): Buffer | string | undefined => {
    if (path.startsWith('/sdk/')) return read(`@datadog/browser-rum/bundle/${path.slice('/sdk/'.length)}`)
    if (path.startsWith('/package/')) return read(path.slice('/package/'.length))
    return pages[path]
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const body = bodyOf(pathname)
    const type = TYPES[extname(pathname)] ?? TYPES['.html']!
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type })
    const isPage = type === TYPES['.html'] && body !== undefined
    response.end(isPage ? String(body).replace(/<head[^>]*>/, (head) => head + start()) : body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url, stop }
}

const read = (path: string): Buffer | undefined => {
  try {
    return readFileSync(join(ROOT, 'node_modules', path))
  } catch {
    return undefined
  }
}
