import { z } from 'zod'
import type { AnalyticsAttributes } from '../../analyses/analytics/definition.ts'
import { WaywornError } from '../../lib/errors.ts'
import { checked } from '../checked.ts'

const MOST = 1_000_000

export const ExportBody = z.object({
  data: z.object({
    type: z.literal('export_request'),
    attributes: z.object({
      format: z.enum(['csv', 'ndjson']).default('csv'),
      /** A request of analytics or of its list, of profiles, or of the search of events. */
      request: z.union([z.looseObject({ filter: z.unknown() }), z.looseObject({ data: z.looseObject({}) })]),
      /** 5,000 records or 500 aggregates unless told. */
      limit: z.int().min(1).max(MOST).optional(),
      /** Of events: attributes in columns instead of whole events. */
      columns: z.array(z.string().min(1).max(1024)).min(1).max(500).optional(),
      /** Of aggregates: a row a period. Without it, if the request names an interval. */
      over_time: z.boolean().optional(),
      delimiter: z.enum([',', ';', '\t']).default(','),
      /** Begin with a byte order mark, for Excel. */
      bom: z.boolean().default(false),
    }),
  }),
})
export type ExportAttributes = z.output<typeof ExportBody>['data']['attributes']

/** The request inside the body, checked; what is wrong with it points at its place in the body. */
export const inRequest = <Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> => {
  try {
    return checked(schema, request)
  } catch (error) {
    if (!(error instanceof WaywornError) || !error.source || !('pointer' in error.source)) throw error
    const [field, reason] = error.message.replace(/\.$/, '').split(/: (.*)/s) as [string, string]
    const pointer = `/data/attributes/request${error.source.pointer}`
    throw new WaywornError('invalid_field', { field: `request.${field}`, reason }, { pointer })
  }
}

/** Whether a request is meant for a time series: it names an interval or a calendar's periods. */
export const isOverTime = ({ query, queries }: Pick<AnalyticsAttributes, 'query' | 'queries'>): boolean =>
  (query ? [query] : queries!).some(({ compute }) => compute.interval !== undefined || compute.rollup !== undefined)
