import { z } from 'zod'
import type { LabelCounts } from '../../analyses/action-labels/count.ts'
import type { LabelledAction } from '../../catalog/labelled-actions.ts'
import { LabelDefinitions } from '../../model/action-label/definition.ts'
import { words } from '../checked.ts'

/** Spelled as the published product does. */
export const LABELLED_ACTIONS = '/api/v2/product-analytics/labeled-actions'
const TYPE = 'labeled_action'

const name = words(200).regex(/^[^*?]*$/, 'it holds * or ?, which searches take for wildcards; leave them out')
const description = words(2000).or(z.literal(''))
const tags = z.array(words(100)).max(50)

export const LabelledActionsQuery = z.object({
  /** Also count the actions of the past seven days. */
  counts: z.enum(['true', 'false']).default('false'),
})

/** `force`: also where charts or segments use it. */
export const LabelledActionRemoval = z.object({ force: z.enum(['true', 'false']).default('false') })

export const CreateLabelledAction = z.object({
  data: z.object({
    type: z.literal(TYPE),
    attributes: z.object({
      name,
      description: description.default(''),
      tags: tags.default([]),
      definitions: LabelDefinitions,
    }),
  }),
})

export const ChangeLabelledAction = z.object({
  data: z.object({
    type: z.literal(TYPE),
    id: z.string().optional(),
    attributes: z.object({
      name: name.optional(),
      description: description.optional(),
      tags: tags.optional(),
      definitions: LabelDefinitions.optional(),
    }),
  }),
})

/** A labelled action as it would be, or as it is being edited. */
export const PreviewLabelledAction = z.object({
  data: z.object({
    type: z.enum(['labeled_action_preview', TYPE]),
    attributes: z.object({
      definitions: LabelDefinitions,
      /** How many kinds of actions to show. */
      limit: z.int().min(0).max(100).default(10),
    }),
  }),
})

export interface LabelUse {
  type: 'chart' | 'segment'
  id: string
  name: string
}

export const labelledActionBody = (action: LabelledAction, uses: readonly LabelUse[], counts?: LabelCounts) => ({
  type: TYPE,
  id: action.id,
  attributes: {
    name: action.name,
    description: action.description,
    tags: action.tags,
    definitions: action.definitions,
    used_by: uses,
    ...(counts ? { past_7_days: counts } : {}),
    created_at: action.createdAt,
    created_by: action.createdBy,
    updated_at: action.updatedAt,
    updated_by: action.updatedBy,
  },
})
