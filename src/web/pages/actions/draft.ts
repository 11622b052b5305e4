import { LabelDefinition } from '../../../model/action-label/definition.ts'
import type { Params } from '../../../ui/scope/search-params.ts'

/** A definition as it is typed: empty texts name nothing. */
export interface DraftDefinition {
  key: number
  type: string
  name: string
  /** One a line. */
  pages: string
  selector: string
}

let last = 0

export const emptyDefinition = (): DraftDefinition => ({ key: ++last, type: '', name: '', pages: '', selector: '' })

export const draftOf = ({ action_type, action_name, pages, selector }: LabelDefinition): DraftDefinition => ({
  key: ++last,
  type: action_type ?? '',
  name: action_name ?? '',
  pages: pages?.join('\n') ?? '',
  selector: selector ?? '',
})

/** The definition, or null while it names nothing, or what can't be. */
export const definitionOf = ({ type, name, pages, selector }: DraftDefinition): LabelDefinition | null => {
  const lines = pages
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const read = LabelDefinition.safeParse({
    ...(type && { action_type: type }),
    ...(name.trim() && { action_name: name }),
    ...(lines.length && { pages: lines }),
    ...(selector.trim() && { selector }),
  })
  return read.success ? read.data : null
}

/** What the address proposes: an action that is shown somewhere, to be named. */
export const proposedOf = ({ type, action, page, selector }: Params): DraftDefinition => ({
  ...emptyDefinition(),
  type: type ?? '',
  name: action ?? '',
  pages: page ?? '',
  selector: selector ?? '',
})

/** `click, called Buy*, on /cart or /checkout, at .buy`: a definition as one would say it. */
export const definitionWords = ({ action_type, action_name, pages, selector }: LabelDefinition): string =>
  [
    action_type ?? 'any action',
    action_name && `called ${action_name}`,
    pages && `on ${pages.join(' or ')}`,
    selector && `at ${selector}`,
  ]
    .filter(Boolean)
    .join(', ')
