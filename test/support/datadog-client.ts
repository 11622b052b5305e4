import { client, logger, v2 } from '@datadog/datadog-api-client'
import type { TestServer } from './server.ts'

logger.setLevel('error')

/** The official client's APIs, pointed at a server of ours and otherwise as they come, their validation included. */
export const apisOf = ({ url, apiKey, appKey }: Pick<TestServer, 'url' | 'apiKey' | 'appKey'>) => {
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: apiKey, appKeyAuth: appKey },
    enableRetry: false,
  })
  // the client refuses operations that are marked unstable unless each is named; this names all
  configuration.unstableOperations = new Proxy({}, { get: () => true, has: () => true })
  return {
    analytics: new v2.ProductAnalyticsApi(configuration),
    audience: new v2.RumAudienceManagementApi(configuration),
    rum: new v2.RUMApi(configuration),
    playlists: new v2.RumReplayPlaylistsApi(configuration),
    sessions: new v2.RumReplaySessionsApi(configuration),
    viewership: new v2.RumReplayViewershipApi(configuration),
    heatmaps: new v2.RumReplayHeatmapsApi(configuration),
    keys: new v2.KeyManagementApi(configuration),
    users: new v2.UsersApi(configuration),
  }
}

/**
 * Where an answer holds what the client could not read as published. It throws for missing fields, but keeps unknown
 * variants and enum values aside without a word.
 */
export const unreadIn = (answer: unknown, path = '$'): string[] => {
  if (typeof answer !== 'object' || answer === null) return []
  const inner = Object.entries(answer).flatMap(([key, value]) => unreadIn(value, `${path}.${key}`))
  const isUnread =
    (answer as { _unparsed?: boolean })._unparsed === true || answer.constructor?.name === 'UnparsedObject'
  return inner.length === 0 && isUnread ? [path] : inner
}
