import type { IntakeDeps } from './deps.ts'
import { senderAddress } from './enrich/address.ts'
import type { Sending } from './sending.ts'
import type { Application, Envelope } from './shapes.ts'

/** What the request tells about each of its events: sender, place, tags. The address is forgotten here. */
export const envelopeOf = (deps: IntakeDeps, sending: Sending, application: Application): Envelope => {
  const { headers, params } = sending
  const address = application.keepPlace
    ? senderAddress(sending.remote, headers['x-forwarded-for'], deps.trustProxy)
    : null
  const version = params.get('dd-evp-origin-version') ?? headers['dd-evp-origin-version']
  return {
    receivedAt: sending.receivedAt,
    application: { id: application.id, name: application.name },
    skewMs: 0,
    sdkVersion: typeof version === 'string' ? version.slice(0, 100) : '',
    tags: (params.get('ddtags') ?? '').slice(0, 2000),
    agent: deps.agentOf(headers['user-agent']),
    place: address ? deps.placeOf(address) : null,
  }
}
