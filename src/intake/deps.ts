import type { Part } from './batch.ts'
import type { IntakeMetrics } from './metrics.ts'
import type { Agent, Application, Place } from './shapes.ts'

/** What intake needs from around it. */
export interface IntakeDeps {
  applicationByToken(token: string): Application | undefined
  applicationById(id: string): Application | undefined
  isApiKey(key: string): Promise<boolean>
  /** Resolves once the payload, of which these rows come, is safe on disk. Rejects when there is no room; the sender is then asked to come again. */
  append(payload: Buffer, parts: readonly Part[]): Promise<void>
  /** Epoch ms. */
  clock(): number
  agentOf(userAgent: string | undefined): Agent
  placeOf(address: string): Place | null
  /** Whether `X-Forwarded-For` is set by a proxy of ours. */
  trustProxy: boolean
  metrics: IntakeMetrics
  log: { error(details: object, message: string): void }
  noteFirstEvent(applicationId: string, ms: number): void
}
