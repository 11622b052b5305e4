import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { WaywornError } from '../../lib/errors.ts'

export interface HealthDeps {
  /** Why events can't be taken or questions answered; undefined when they can. */
  notReady(): Promise<string | undefined>
  metrics: Registry
}

/** For those who run it: is the process there, can it work, how is it doing. */
export const healthRoutes = async (app: FastifyInstance, { notReady, metrics }: HealthDeps): Promise<void> => {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    const reason = await notReady()
    if (reason) throw new WaywornError('unavailable', { reason })
    return { status: 'ready' }
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
}
