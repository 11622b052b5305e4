import { WaywornError } from '../lib/errors.ts'
import type { Batch } from './batch.ts'
import { partsOf } from './multipart.ts'
import { readReplay } from './replay-segment.ts'
import { LIMITS, type Sending } from './sending.ts'

/** Reads a form of recording segments or images. What is wrong with one of them stays with it. */
export const takeReplay = async (
  sending: Sending,
  applicationId: string,
  body: Buffer,
  batch: Batch,
): Promise<void> => {
  const parts = partsOf(body, sending.contentType)
  if (!parts) throw new WaywornError('undecodable_body', { reason: 'it is not a multipart form, as the SDKs send' })
  const context = { applicationId, receivedAt: sending.receivedAt, inflatedLimit: LIMITS.replay.inflated }
  const items = await readReplay(parts, context)
  if (items.length === 0) {
    throw new WaywornError('undecodable_body', { reason: 'the form has no part named segment or image' })
  }
  for (const item of items) {
    if (item.kind === 'segment') batch.segment(item.row)
    else if (item.kind === 'image') batch.image(item.row)
    else batch.setAside(item.fault, item.sample)
  }
}
