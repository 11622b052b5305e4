import type { Device } from './devices.ts'
import type { Person } from './people.ts'

/** One event in the SDK's shape, or one document of a view. */
export type SdkEvent = Record<string, unknown> & { type: string; date: number }

/** Who is at the screen, what the page runs, and where it sends: all that a session's events share. */
export interface Scene {
  applicationId: string
  sessionId: string
  sessionType: 'user' | 'synthetics'
  tabId: string
  version: string
  anonymousId: string
  device: Device
  locale: string
  zone: string
  /** Global context. */
  context: Record<string, unknown>
  flags: Record<string, unknown>
  user: Person['user'] | null
  account: Person['account']
}

/** The part of a view that its children carry too. */
export interface ViewOf {
  id: string
  url: string
  referrer: string
}

export const SERVICE = 'longshore-web'
export const SDK_VERSION = '7.16.2'
export const ORIGIN = 'https://longshore.example'
const MONITOR_TEST = 'lsm-5yf-k2p'

const configuration = {
  session_sample_rate: 100,
  session_replay_sample_rate: 0,
  profiling_sample_rate: 0,
  trace_sample_rate: 100,
}

/** What every event has; `identified`: the page has called setUser by then. */
export const eventOf = (
  scene: Scene,
  type: string,
  date: number,
  view: ViewOf,
  identified: boolean,
  own: Record<string, unknown> = {},
): SdkEvent => ({
  type,
  _dd: { format_version: 2, drift: 0, configuration, sdk_name: 'rum' },
  application: { id: scene.applicationId },
  date,
  source: 'browser',
  view: { ...view },
  session: { id: scene.sessionId, type: scene.sessionType },
  connectivity: { status: 'connected', effective_type: scene.device.network },
  tab: { id: scene.tabId },
  context: { ...scene.context, ...own },
  usr: { ...(identified && scene.user ? scene.user : {}), anonymous_id: scene.anonymousId },
  ...(identified && scene.user && scene.account ? { account: scene.account } : {}),
  ...(scene.sessionType === 'synthetics' ? { synthetics: { test_id: MONITOR_TEST, result_id: scene.sessionId } } : {}),
  display: { viewport: { width: scene.device.width, height: scene.device.height } },
  service: SERVICE,
  version: scene.version,
  ddtags: `sdk_version:${SDK_VERSION},env:demo,service:${SERVICE},version:${scene.version}`,
})

/** Nanoseconds, as all durations of the SDK. */
export const ns = (ms: number): number => Math.round(ms * 10) * 100_000
