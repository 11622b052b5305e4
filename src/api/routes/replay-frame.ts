import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ASSETS } from '../../model/recording/recorded-assets.ts'

/**
 * What recorded pages may do inside of the player: look. The page that is built in the frame inherits this policy, so
 * that it holds even where the cleaning of what was recorded missed something.
 */
const policyOf = (sources: string): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${sources}`,
    `font-src ${sources}`,
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-same-origin',
  ].join('; ')

const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="wayworn-frame"><title>Recorded page</title></head><body></body></html>'

/** The one address of ours that a recorded page may load from: images and fonts that we keep. */
const ownAssets = ({ protocol, headers: { host = '' } }: FastifyRequest): string =>
  /^[\w.:[\]-]+$/.test(host) ? `${protocol}://${host}${ASSETS}` : ''

/** The empty page that recorded pages are built in. */
export const replayFrameRoutes = async (app: FastifyInstance, { hasAssets }: { hasAssets: boolean }): Promise<void> => {
  app.get('/replay-frame', async (request, reply) =>
    reply
      .header('content-security-policy', policyOf(hasAssets ? `data: ${ownAssets(request)}` : 'data:'))
      .header('referrer-policy', 'no-referrer')
      .header('permissions-policy', 'autoplay=(), camera=(), geolocation=(), microphone=()')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(PAGE),
  )
}
