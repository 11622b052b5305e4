import {
  ChangeLabelledAction,
  CreateLabelledAction,
  LabelledActionRemoval,
  LabelledActionsQuery,
  PreviewLabelledAction,
} from '../routes/labelled-action-body.ts'
import type { Operations } from './operation.ts'

const tag = 'Labelled actions'

/** Names over captured actions: all of it ours. */
export const LABELLED_ACTION_OPERATIONS: Operations = {
  'GET /api/v2/product-analytics/labeled-actions': {
    tag,
    summary: 'All labelled actions, with who uses them, and how often they happened in the past seven days if asked',
    query: LabelledActionsQuery,
  },
  'POST /api/v2/product-analytics/labeled-actions': {
    role: 'editor',
    tag,
    summary: 'Name actions by their type, name, pages or CSS selector',
    body: CreateLabelledAction,
    status: 201,
  },
  'GET /api/v2/product-analytics/labeled-actions/{id}': { tag, summary: 'One labelled action' },
  'PATCH /api/v2/product-analytics/labeled-actions/{id}': {
    role: 'editor',
    tag,
    summary: 'Change a labelled action; its name only while nothing uses it',
    body: ChangeLabelledAction,
  },
  'DELETE /api/v2/product-analytics/labeled-actions/{id}': {
    role: 'editor',
    tag,
    summary: 'Remove a labelled action; one that charts or segments use only with force',
    query: LabelledActionRemoval,
    status: 204,
  },
  'POST /api/v2/product-analytics/labeled-actions/preview': {
    tag,
    summary: 'What definitions would match: how often in the past seven days, and the most frequent actions',
    body: PreviewLabelledAction,
  },
}
