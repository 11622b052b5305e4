import { WaywornError } from '../../lib/errors.ts'
import type { JourneySearch } from './definition.ts'

export const FEWEST_STEPS = 2
export const MOST_STEPS = 30

/** The aliases of `A -> B -> C` in order. Throws `invalid_field` for a text that is no such chain, or has too few or too many steps. */
export const aliasesOf = ({ expression, node_objects }: JourneySearch, pointer: string): string[] => {
  const aliases = expression.split('->').map((part) => part.trim())
  const refuse = (reason: string, at = 'expression') => {
    throw new WaywornError('invalid_field', { field: at, reason }, { pointer: `${pointer}/${at}` })
  }
  const odd = aliases.find((alias) => !/^[\w.-]+$/.test(alias))
  if (odd !== undefined)
    refuse(`"${odd}" is no alias of a step; write the aliases in order with arrows between, such as "A -> B -> C"`)
  if (aliases.length < FEWEST_STEPS || aliases.length > MOST_STEPS)
    refuse(
      `it has ${aliases.length === 1 ? 'one step' : `${aliases.length} steps`}; give ${FEWEST_STEPS} to ${MOST_STEPS}`,
    )
  const unknown = aliases.find((alias) => !Object.hasOwn(node_objects, alias))
  if (unknown !== undefined) refuse(`"${unknown}" has no entry in node_objects; give it one, or leave it out`)
  const twice = aliases.find((alias, i) => aliases.indexOf(alias) !== i)
  if (twice !== undefined) refuse(`"${twice}" stands twice; give a repeated step an alias and an entry of its own`)
  const unused = Object.keys(node_objects).find((alias) => !aliases.includes(alias))
  if (unused !== undefined)
    refuse(`"${unused}" is not in the expression; use it there, or leave it out`, 'node_objects')
  return aliases
}

/** The number of a step, from 1. Throws `invalid_field` for an alias that is not in the expression. */
export const stepNumber = (alias: string, aliases: readonly string[], pointer: string): number => {
  const index = aliases.indexOf(alias)
  if (index >= 0) return index + 1
  const reason = `"${alias}" is no step of the expression; use one of ${aliases.join(', ')}`
  throw new WaywornError('invalid_field', { field: 'target', reason }, { pointer })
}
