import { z } from 'zod'
import type { Operation, Operations } from './operation.ts'

/** Parameters that the SDKs put into the address; those beyond them are let pass. */
const sdkQuery = z.object({
  'dd-api-key': z.string().optional(),
  ddsource: z.string().optional(),
  ddtags: z.string().optional(),
  'dd-evp-encoding': z.literal('deflate').optional(),
  'dd-evp-origin-version': z.string().optional(),
  'dd-request-id': z.string().optional(),
  batch_time: z.string().optional(),
})

/** One thing that happened, told by a backend; further fields are kept as attributes. */
const serverEvent = z.looseObject({
  type: z.literal('server'),
  application: z.looseObject({ id: z.string() }),
  event: z.looseObject({ name: z.string() }),
  usr: z.looseObject({ id: z.string().optional() }).optional(),
  account: z.looseObject({ id: z.string().optional() }).optional(),
  session: z.looseObject({ id: z.string().optional() }).optional(),
  timestamp: z.number().optional(),
})

const tag = 'Intake'

const taken = (summary: string, bodyType: string): Operation => ({
  tag,
  summary,
  query: sdkQuery,
  body: z.string(),
  bodyType,
  status: 202,
  open: 'token',
})

const dropped = (summary: string): Operation => ({ tag, summary, status: 202, open: true })

const forwarded: Operation = {
  ...taken('The same, as the proxy option of the browser SDK sends them', 'text/plain'),
  query: z.object({ ddforward: z.string() }),
}

/** What the SDKs and backends send to. */
export const INTAKE_OPERATIONS: Operations = {
  'POST /api/v2/rum': taken('Events of the SDKs, one JSON a line', 'text/plain'),
  'POST /api/v2/replay': taken('A piece of a recording', 'multipart/form-data'),
  'POST /api/v2/prodlytics': {
    tag,
    summary: 'An event of a backend, or a list of them',
    body: z.union([serverEvent, z.array(serverEvent)]),
    status: 202,
    open: 'token',
  },
  'POST /intake': forwarded,
  'POST /intake/{path}': forwarded,
  'POST /api/v2/logs': dropped('Logs are not kept'),
  'POST /api/v2/profile': dropped('Profiles are not kept'),
  'POST /api/v2/exposures': dropped('Exposures of feature flags are not kept'),
  'POST /api/v2/flagevaluation': dropped('Evaluations of feature flags are not kept'),
  'POST /api/v2/debugger': dropped('Messages of the debugger are not kept'),
  'POST /api/v2/spans': dropped('Traces are not kept'),
  'GET /api/v2/profiling/quota': { tag, summary: 'Tells the profiler to rest', open: true },
}

/** For those who run it. */
export const HEALTH_OPERATIONS: Operations = {
  'GET /healthz': { tag: 'Health', summary: 'Whether the process takes requests', open: true },
  'GET /readyz': { tag: 'Health', summary: 'Whether it can take events and answer questions', open: true },
  'GET /metrics': { tag: 'Health', summary: 'Counters and gauges for Prometheus', open: true },
  'GET /api/openapi.json': { tag: 'Health', summary: 'This document', open: true },
}
