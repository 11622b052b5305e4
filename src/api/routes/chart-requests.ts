import type { z } from 'zod'
import { AnalyticsRequest, ListRequest } from '../../analyses/analytics/definition.ts'
import { readSearch, usedAttributes } from '../../analyses/analytics/used-attributes.ts'
import { DifferencesRequest, FunnelRequest, JourneyFormulaRequest } from '../../analyses/funnel/definition.ts'
import { JourneyPathsRequest } from '../../analyses/journey-paths/definition.ts'
import { SankeyRequest } from '../../analyses/pathways/definition.ts'
import { RetentionFormulaRequest, RetentionGridRequest } from '../../analyses/retention/definition.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'

interface Kind {
  /** The requests that a chart of this kind may hold, by their `data.type`. */
  requests: Readonly<Record<string, z.ZodType>>
  /** The attributes that a request asks for, with `@`, sorted; `at` is where it stands in the body. */
  used: (request: never, at: string) => string[]
}

/** Attributes by which journeys are told apart, and what they are searched by. */
const usedInJourney = (request: unknown, at: string): string[] => [...new Set(walk(request, at))].sort()

const NAMES = ['facet', 'metric', 'primary', 'source', 'target', 'retention_entity']
const SEARCHES = ['query', 'string_filter']

function* walk(value: unknown, at: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (key === 'audience_filters') continue
    if (typeof inner === 'object') yield* walk(inner, pointer)
    else if (typeof inner !== 'string') continue
    else if (SEARCHES.includes(key)) for (const path of attributesOf(readSearch(inner, pointer))) yield `@${path}`
    else if (NAMES.includes(key) && inner.startsWith('@')) yield inner
  }
}

export const CHART_KINDS = {
  analytics: {
    requests: {
      formula_analytics_extended_request: AnalyticsRequest,
      formula_analytics_extended_list_request: ListRequest,
    },
    used: usedAttributes,
  },
  funnel: {
    requests: {
      journey_request: FunnelRequest,
      formula_journey_request: JourneyFormulaRequest,
      journey_differences_request: DifferencesRequest,
    },
    used: usedInJourney,
  },
  'journey-paths': { requests: { journey_request: JourneyPathsRequest }, used: usedInJourney },
  pathways: { requests: { sankey_request: SankeyRequest }, used: usedInJourney },
  retention: {
    requests: { retention_grid_request: RetentionGridRequest, formula_retention_request: RetentionFormulaRequest },
    used: usedInJourney,
  },
} as const satisfies Record<string, Kind>

export type ChartKind = keyof typeof CHART_KINDS
