import { z } from 'zod'

export const MOST_DEFINITIONS = 50
const MOST_PAGES = 100

const plain = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it holds control characters; use plain text')

/** `*` and `?` are wildcards; letter case matters, as in searches. */
const pattern = plain(1024)

/**
 * Which actions a label stands for; an action needs to meet all that one definition names. `action_name` is what the
 * action or its target is called; `pages` are names or URL paths of views, of which one must fit; `selector` is a CSS
 * selector of the element or of one around it.
 */
export const LabelDefinition = z
  .strictObject({
    action_type: z
      .string()
      .regex(/^\w{1,40}$/, 'must be a type of actions, such as click or custom')
      .optional(),
    action_name: pattern.optional(),
    pages: z.array(pattern).min(1, 'needs at least one page; leave it out for all pages').max(MOST_PAGES).optional(),
    selector: plain(2048).optional(),
  })
  .refine((one) => Object.values(one).some((value) => value !== undefined), {
    message: 'must name at least one of action_type, action_name, pages and selector',
  })
export type LabelDefinition = z.output<typeof LabelDefinition>

/** Of any one of these an action may be. */
export const LabelDefinitions = z
  .array(LabelDefinition)
  .min(1, 'needs at least one definition')
  .max(MOST_DEFINITIONS, `takes at most ${MOST_DEFINITIONS} definitions`)

/** A name over captured actions, for past and future ones alike. */
export interface ActionLabel {
  name: string
  definitions: readonly LabelDefinition[]
}

/** The attribute of actions that holds their labels. */
export const LABEL_PATH = 'action.label'
