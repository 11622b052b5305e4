import {
  DifferencesRequest,
  FunnelRequest,
  JourneyFormulaRequest,
  JourneyListRequest,
} from '../../analyses/funnel/definition.ts'
import { DriversRequest } from '../../analyses/journey-drivers/definition.ts'
import { JourneyPathsListRequest, JourneyPathsRequest } from '../../analyses/journey-paths/definition.ts'
import {
  RetentionFormulaRequest,
  RetentionGridRequest,
  RetentionListRequest,
} from '../../analyses/retention/definition.ts'
import type { Operations } from './operation.ts'

export const JOURNEY_OPERATIONS: Operations = {
  'POST /api/v2/product-analytics/journey/funnel': {
    tag: 'Journeys',
    summary: 'Who made the steps of a funnel, and how long they took',
    body: FunnelRequest,
  },
  'POST /api/v2/product-analytics/journey/scalar': {
    tag: 'Journeys',
    summary: 'One number of a funnel, or one a group',
    body: JourneyFormulaRequest,
  },
  'POST /api/v2/product-analytics/journey/timeseries': {
    tag: 'Journeys',
    summary: 'One number of a funnel a period, by when attempts started',
    body: JourneyFormulaRequest,
  },
  'POST /api/v2/product-analytics/journey/list': {
    tag: 'Journeys',
    summary: 'The sessions, users or accounts behind a bar of a funnel',
    body: JourneyListRequest,
  },
  'POST /api/v2/product-analytics/journey/differences': {
    tag: 'Journeys',
    summary: 'A funnel counted in two ways: on whom they differ, and the rule that decides',
    body: DifferencesRequest,
  },
  'POST /api/v2/product-analytics/journey/drivers': {
    tag: 'Journeys',
    summary: 'What goes with converting and what with leaving, tested; and what those who left did instead',
    body: DriversRequest,
  },
  'POST /api/v2/product-analytics/journey/paths': {
    tag: 'Journeys',
    summary: 'The most frequent ways between two steps',
    body: JourneyPathsRequest,
  },
  'POST /api/v2/product-analytics/journey/paths/list': {
    tag: 'Journeys',
    summary: 'Who went one of these ways, or any',
    body: JourneyPathsListRequest,
  },
  'POST /api/v2/product-analytics/retention/grid': {
    tag: 'Retention',
    summary: 'Cohorts and how many of them came back when',
    body: RetentionGridRequest,
  },
  'POST /api/v2/product-analytics/retention/scalar': {
    tag: 'Retention',
    summary: 'A cell, or the curve of a cohort or of the average',
    body: RetentionFormulaRequest,
  },
  'POST /api/v2/product-analytics/retention/timeseries': {
    tag: 'Retention',
    summary: 'Retention over cohorts or over return periods',
    body: RetentionFormulaRequest,
  },
  'POST /api/v2/product-analytics/retention/list': {
    tag: 'Retention',
    summary: 'The entities of a cell',
    body: RetentionListRequest,
  },
}
