import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { WaywornError } from '../../lib/errors.ts'
import { ASSETS } from '../../model/recording/recorded-assets.ts'
import { allowedUrl } from '../../replay/fetch-asset.ts'
import type { Assets } from '../../replay/kept-assets.ts'
import type { Authenticate } from '../auth.ts'
import { checked } from '../checked.ts'

export const AssetQuery = z.object({
  url: z.string().min(1).max(8192),
  /** When the page was recorded, epoch ms. */
  at: z.coerce.number().int().min(0).max(253_402_300_799_999),
})

export interface AssetDeps {
  authenticate: Authenticate
  assets: Assets
}

/** Ours: images, fonts and style sheets of recorded pages, from origins that the operator named, kept as they were when first asked for. */
export const recordedAssetRoutes = async (app: FastifyInstance, { authenticate, assets }: AssetDeps): Promise<void> => {
  app.get(`${ASSETS}/origins`, async (request) => {
    await authenticate(request)
    return { data: { type: 'asset_origins', id: 'all', attributes: { origins: assets.origins } } }
  })
  app.get(ASSETS, async (request, reply) => {
    await authenticate(request)
    const { url, at } = checked(AssetQuery, request.query, 'query')
    if (!allowedUrl(url, assets.origins)) {
      const reason = 'its origin is not among those named by WAYWORN_REPLAY_ASSETS'
      throw new WaywornError('invalid_field', { field: 'url', reason }, { parameter: 'url' })
    }
    const asset = await assets.at(url, at)
    if ('missing' in asset) throw new WaywornError('asset_missing', { url, reason: asset.missing })
    return reply
      .type(asset.mime)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=86400')
      .send(asset.body)
  })
}
