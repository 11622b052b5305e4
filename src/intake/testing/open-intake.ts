import Fastify, { type FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN } from '../../../test/fixtures/read.ts'
import type { Part } from '../batch.ts'
import type { IntakeDeps } from '../deps.ts'
import { agentOf } from '../enrich/agent.ts'
import { linesOfRecord } from '../log-record.ts'
import { intakeMetrics } from '../metrics.ts'
import { intakeRoutes } from '../routes.ts'
import type { Application, DocumentRow, EventRow, ImageRow, SegmentRow, SetAsideRow } from '../shapes.ts'

export const APPLICATION: Application = {
  id: FIXTURE_APPLICATION,
  name: 'tidewater',
  clientToken: FIXTURE_TOKEN,
  keepPlace: true,
  rateLimit: 0,
  firstEventAt: null,
}

export const API_KEY = 'an-api-key'

/** What an intake logged, by kind of line. */
export interface Logged {
  e: EventRow[]
  d: DocumentRow[]
  s: SegmentRow[]
  i: ImageRow[]
  x: SetAsideRow[]
}

export interface OpenIntake {
  app: FastifyInstance
  logged: Logged
  registry: Registry
  first: [string, number][]
  errors: unknown[]
}

/** The intake's routes on a server of their own, its log read back into rows. */
export const openIntake = async (overrides: Partial<IntakeDeps> = {}): Promise<OpenIntake> => {
  const logged: Logged = { e: [], d: [], s: [], i: [], x: [] }
  const registry = new Registry()
  const first: [string, number][] = []
  const errors: unknown[] = []
  const deps: IntakeDeps = {
    applicationByToken: (token) => (token === FIXTURE_TOKEN ? APPLICATION : undefined),
    applicationById: (id) => (id === APPLICATION.id ? APPLICATION : undefined),
    isApiKey: async (key) => key === API_KEY,
    append: (payload, parts) => readLog(payload, parts, logged),
    clock: () => Date.now(),
    agentOf,
    placeOf: () => null,
    trustProxy: false,
    metrics: intakeMetrics(registry),
    log: { error: (details) => errors.push(details) },
    noteFirstEvent: (id, ms) => first.push([id, ms]),
    ...overrides,
  }
  const app = Fastify()
  await app.register(async (scope) => intakeRoutes(scope, deps))
  await app.ready()
  return { app, logged, registry, first, errors }
}

/** What is read from the log must be what would be loaded from memory. */
const readLog = async (payload: Buffer, parts: readonly Part[], logged: Logged): Promise<void> => {
  const lines = (await linesOfRecord(payload)).filter((line) => line)
  const asTaken = parts.map(({ letter, row }) => letter + JSON.stringify(row))
  if (lines.join('\n') !== asTaken.join('\n')) throw new Error(`the log gives ${lines}, and not ${asTaken}`)
  for (const line of lines) {
    logged[line[0] as keyof Logged].push(JSON.parse(line.slice(1)))
  }
}
