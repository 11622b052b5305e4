import { withoutAt } from '../../../model/attribute.ts'
import { attributeWord, tagWord } from '../../analytics/words.ts'
import type { BehaviourKind } from '../../journey-drivers/traits.ts'
import type { Trait } from './trait.ts'

const DID: Record<BehaviourKind, { one: (name: string) => string; any: string }> = {
  view: { one: (name) => `saw ${name}`, any: 'saw any view' },
  action: { one: (name) => `did ${name}`, any: 'did any action' },
  server: { one: (name) => `had ${name}`, any: 'had any server event' },
  error: { one: (name) => `met the error ${name}`, any: 'met any error' },
  frustration: { one: (name) => FRUSTRATIONS[name] ?? `were frustrated: ${name}`, any: 'were frustrated' },
  slow_view: { one: (name) => `waited for ${name}`, any: 'waited for any view' },
}
const FRUSTRATIONS: Record<string, string> = {
  rage_click: 'clicked in rage',
  dead_click: 'clicked in vain',
  error_click: 'clicked into an error',
}

/** What they have in common, in words: `Country: Nepal`, `saw /help`, `first saw /help`. */
export const traitWords = (trait: Trait): string => {
  if (trait.kind === 'attribute') {
    const path = withoutAt(trait.facet)
    return `${attributeWord(path)}: ${tagWord(path, trait.value)}`
  }
  const { one, any } = DID[trait.of]
  return `${trait.first ? 'first ' : ''}${trait.name === null ? any : one(trait.name)}`
}
