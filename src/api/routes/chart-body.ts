import { z } from 'zod'
import type { SeenChart } from '../../catalog/charts.ts'
import { WaywornError } from '../../lib/errors.ts'
import { pageFields, plain, words } from '../checked.ts'
import { CHART_KINDS, type ChartKind } from './chart-requests.ts'

const KINDS = Object.keys(CHART_KINDS) as ChartKind[]

const LONGEST = 256 * 1024

const description = z
  .string()
  .max(10_000)
  .refine((text) => isStorable(text), 'it holds characters that can not be stored; use plain text')
const view = z.record(z.string(), z.unknown())
const request = z.looseObject({ data: z.looseObject({ type: z.string() }) })

export const CreateChart = z.object({
  data: z.object({
    type: z.literal('chart'),
    attributes: z.object({
      name: words(200),
      description: description.default(''),
      kind: z.enum(KINDS).default('analytics'),
      /** The request as it is sent to the query API; `time_frame` may stand for from and to. */
      request,
      view: view.default({}),
    }),
  }),
})

export const ChangeChart = z.object({
  data: z.object({
    type: z.literal('chart'),
    id: z.string().optional(),
    attributes: z.object({
      name: words(200).optional(),
      description: description.optional(),
      request: request.optional(),
      view: view.optional(),
    }),
  }),
})

export const ChartsQuery = z.object({
  search: plain(200).optional(),
  kind: plain(40).optional(),
  attribute: plain(1024).optional(),
  starred: z.enum(['true', 'false']).optional(),
  sort: z.enum(['name', '-name', 'updated_at', '-updated_at', 'created_at', '-created_at']).default('name'),
  ...pageFields,
})

export const DefaultChart = z.object({
  data: z.object({ type: z.literal('default_chart'), id: plain(100).nullable() }),
})

/** What of a new or changed chart is kept: the request as it came, with the attributes that it asks for. */
export const storedRequest = (kind: string, given: object): { request: object; attributes: string[] } => {
  const at = '/data/attributes/request'
  const {
    requests,
    used,
  }: { requests: Readonly<Record<string, z.ZodType>>; used: (of: never, at: string) => string[] } =
    CHART_KINDS[kind as ChartKind]
  const { type } = (given as { data: { type: string } }).data
  if (!Object.hasOwn(requests, type)) {
    const known = Object.keys(requests).join(' or ')
    throw invalid(
      'request.data.type',
      `"${type.slice(0, 80)}" is no request of ${kind}; use ${known}`,
      `${at}/data/type`,
    )
  }
  const result = requests[type]!.safeParse(given)
  if (!result.success) {
    const issue = result.error.issues[0]!
    const path = issue.path.map(String)
    const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
    throw invalid(`request.${path.join('.')}`, issue.message.replace(/^Invalid input: /, ''), at + pointer)
  }
  return { request: storable(given, at), attributes: used(result.data as never, at) }
}

/** The value itself. Throws `invalid_field` if it is too large or holds what Postgres can't keep in JSON. */
export const storable = <T extends object>(value: T, pointer: string): T => {
  const text = JSON.stringify(value)
  const field = pointer.split('/').at(-1)!
  if (text.length > LONGEST) throw invalid(field, `it is longer than ${LONGEST / 1024} KB`, pointer)
  if (!isStorable(text))
    throw invalid(field, 'it holds the character U+0000 or half a surrogate pair; leave it out', pointer)
  return value
}

/** JSON of Postgres holds neither U+0000 nor half a surrogate pair; `JSON.stringify` writes both as escapes. */
const isStorable = (text: string) => !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])|\0/i.test(text) && !/\p{Cs}/u.test(text)

const invalid = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })

export const chartBody = (chart: SeenChart) => ({
  type: 'chart',
  id: chart.id,
  attributes: {
    name: chart.name,
    description: chart.description,
    kind: chart.kind,
    request: chart.request,
    view: chart.view,
    used_attributes: chart.attributes,
    starred: chart.starred,
    default: chart.isDefault,
    created_by: chart.createdBy,
    created_at: chart.createdAt,
    updated_by: chart.updatedBy,
    updated_at: chart.updatedAt,
  },
})
