import { WaywornError } from '../../lib/errors.ts'

/** A combination of named audiences. */
export type Formula =
  | { kind: 'name'; name: string }
  | { kind: 'not'; of: Formula }
  | { kind: 'and' | 'or'; of: Formula[] }

const TOKEN = /[()]|[^\s()]+/g
const OPERATOR = /^(AND|OR|NOT)$/i
const MOST_TOKENS = 1000

/** Whether an audience may be called so in a formula. */
export const isFormulaName = (name: string): boolean => /^[^\s()]{1,100}$/.test(name) && !OPERATOR.test(name)

/** Reads `power_users AND NOT (trial OR internal)`: NOT binds before AND, AND before OR. Throws `invalid_field`. */
export const parseAudienceFormula = (text: string, names: readonly string[], pointer: string): Formula => {
  const tokens = tokensOf(text)
  const refuse = (reason: string): never => {
    throw new WaywornError('invalid_field', { field: 'formula', reason }, { pointer })
  }
  if (tokens.length > MOST_TOKENS) refuse(`it has more than ${MOST_TOKENS} words`)
  let at = 0
  const takes = (operator: string) => tokens[at]?.toUpperCase() === operator && ++at > 0
  const several = (kind: 'and' | 'or', part: () => Formula): Formula => {
    const of = [part()]
    while (takes(kind.toUpperCase())) of.push(part())
    return of.length === 1 ? of[0]! : { kind, of }
  }
  const either = (): Formula => several('or', both)
  const both = (): Formula => several('and', one)
  const one = (): Formula => {
    if (takes('NOT')) return { kind: 'not', of: one() }
    if (takes('(')) {
      const inner = either()
      if (!takes(')')) refuse('a closing parenthesis is missing')
      return inner
    }
    const name = tokens[at]
    if (name === undefined || name === ')' || OPERATOR.test(name)) {
      return refuse(`a name is missing ${name === undefined ? 'at the end' : `before "${name}"`}`)
    }
    if (!names.includes(name)) return refuse(`"${name}" is not among the names ${names.join(', ')}`)
    at++
    return { kind: 'name', name }
  }
  const formula = either()
  if (at < tokens.length) refuse(`AND or OR is missing before "${tokens[at]}"`)
  return formula
}

const tokensOf = (text: string): readonly string[] => text.match(TOKEN) ?? []
