import type { FastifyInstance } from 'fastify'

/**
 * What recorded pages may do inside of the player: look. The page that is built in the frame inherits this policy, so
 * that it holds even where the cleaning of what was recorded missed something.
 */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "frame-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin',
].join('; ')

const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="wayworn-frame"><title>Recorded page</title></head><body></body></html>'

/** The empty page that recorded pages are built in. */
export const replayFrameRoutes = async (app: FastifyInstance): Promise<void> => {
  app.get('/replay-frame', async (_request, reply) =>
    reply
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('permissions-policy', 'autoplay=(), camera=(), geolocation=(), microphone=()')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(PAGE),
  )
}
