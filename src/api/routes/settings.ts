import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SETTINGS, type Settings } from '../../catalog/settings.ts'
import { type AccountDeps, actorOf, requireRole } from '../auth.ts'
import { checked } from '../checked.ts'

export interface SettingsDeps extends AccountDeps {
  /** Called after a change, with all settings. */
  onChange(settings: Settings): Promise<void>
}

const days = z.int().min(1).max(3650)
const retentionKeys = Object.keys(SETTINGS.retention.parse({})) as (keyof Settings['retention'])[]
export const settingsBody = z.object({
  data: z.object({
    type: z.literal('settings'),
    attributes: z.strictObject({
      retention: z.strictObject(Object.fromEntries(retentionKeys.map((key) => [key, days.optional()]))).optional(),
      imports: z
        .strictObject({
          megabytes: z.int().min(1).max(1024).optional(),
          columns: z.int().min(1).max(1000).optional(),
          tables: z.int().min(1).max(10_000).optional(),
        })
        .optional(),
    }),
  }),
})

const PATH = '/api/v2/wayworn/settings'

/** Ours: what administrators set for all. `retention`: days that each type of event is kept. `imports`: limits of imported tables. */
export const settingsRoutes = async (app: FastifyInstance, deps: SettingsDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  app.get(PATH, async (request) => {
    await authenticate(request)
    return { data: { type: 'settings', id: 'settings', attributes: await catalog.settings.all() } }
  })
  app.patch(PATH, async (request) => {
    const identity = await authenticate(request)
    requireRole(identity, 'admin')
    const { retention, imports } = checked(settingsBody, request.body).data.attributes
    if (retention) {
      await catalog.settings.write('retention', retention as Partial<Settings['retention']>)
      const subject = Object.entries(retention)
        .map(([type, value]) => `${type} ${value}`)
        .join(', ')
      await catalog.audit.note({ actor: actorOf(identity), action: 'settings.retention', subject, address: request.ip })
    }
    if (imports) {
      await catalog.settings.write('imports', imports as Partial<Settings['imports']>)
      const subject = Object.entries(imports)
        .map(([limit, value]) => `${limit} ${value}`)
        .join(', ')
      await catalog.audit.note({ actor: actorOf(identity), action: 'settings.imports', subject, address: request.ip })
    }
    const all = await catalog.settings.all()
    await deps.onChange(all)
    return { data: { type: 'settings', id: 'settings', attributes: all } }
  })
}
