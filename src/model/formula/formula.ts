import { WaywornError } from '../../lib/errors.ts'
import { FUNCTIONS, signatureOf, type Values } from './functions.ts'

/** Arithmetic and functions over the results of queries, such as `moving_average(a / (b + 1) * 100, 7)`. */
export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'negative'; of: Formula }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: Formula; right: Formula }
  | { kind: 'call'; name: string; of: Formula; args: readonly number[] }

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/(),]))/y
const DEEPEST = 100

/**
 * Throws `invalid_field` with the character at which the formula can't be read, or the name that no query or function
 * has. `shape` is what it is for: functions over time can't be used on one number a group.
 */
export const parseFormula = (
  text: string,
  names: readonly string[],
  pointer = '/formula',
  shape: 'timeseries' | 'scalar' = 'timeseries',
): Formula => {
  const fail = (reason: string): never => {
    throw new WaywornError('invalid_field', { field: 'formula', reason }, { pointer })
  }
  const tokens = tokenize(text, fail)
  let next = 0
  const at = () => tokens[next]
  const take = () => tokens[next++]

  const sum = (depth: number): Formula => {
    let left = product(depth)
    while (at()?.text === '+' || at()?.text === '-') {
      const operator = take()!.text as '+' | '-'
      left = { kind: 'operation', operator, left, right: product(depth) }
    }
    return left
  }
  const product = (depth: number): Formula => {
    let left = factor(depth)
    while (at()?.text === '*' || at()?.text === '/') {
      const operator = take()!.text as '*' | '/'
      left = { kind: 'operation', operator, left, right: factor(depth) }
    }
    return left
  }
  const factor = (depth: number): Formula => {
    if (depth > DEEPEST) return fail('it nests too deeply')
    const token = take()
    if (!token) return fail('it ends where a number, a query or a parenthesis should follow')
    if (token.text === '-') return { kind: 'negative', of: factor(depth + 1) }
    if (token.text === '(') {
      const inner = sum(depth + 1)
      if (take()?.text !== ')') return fail(`the parenthesis at character ${token.position} is not closed`)
      return inner
    }
    if (token.sort === 'number') return { kind: 'number', value: Number(token.text) }
    if (token.sort === 'sign') return fail(`"${token.text}" at character ${token.position} has nothing before it`)
    if (at()?.text === '(') return call(token, depth)
    if (!names.includes(token.text))
      return fail(`no query is named "${token.text}"; there is ${names.join(', ') || 'none'}`)
    return { kind: 'name', name: token.text }
  }

  const call = ({ text: name, position }: Token, depth: number): Formula => {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : undefined
    if (!known)
      return fail(`there is no function "${name}" (character ${position}); use ${Object.keys(FUNCTIONS).join(', ')}`)
    if (known.overTime && shape === 'scalar')
      return fail(`"${name}" works over time; ask for a time series, or leave it out`)
    take()
    const of = sum(depth + 1)
    const args = (known.args ?? []).map((argument) => {
      if (at()?.text === ',') {
        take()
        return numberFor(argument, name)
      }
      return argument.otherwise ?? fail(`"${name}" needs ${argument.name}: write ${signatureOf(name)}`)
    })
    if (at()?.text === ',') return fail(`"${name}" takes no more than ${signatureOf(name)}`)
    if (take()?.text !== ')') return fail(`the parenthesis of "${name}" at character ${position} is not closed`)
    return { kind: 'call', name, of, args }
  }
  const numberFor = (
    { name, from, to, whole }: { name: string; from: number; to: number; whole?: true },
    of: string,
  ) => {
    const sign = at()?.text === '-' ? -1 : 1
    if (sign < 0) take()
    const token = take()
    const value = token?.sort === 'number' ? sign * Number(token.text) : Number.NaN
    if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value
    const range = from > -1e300 ? ` from ${from} to ${to}` : ''
    return fail(`${name} of "${of}" must be a ${whole ? 'whole ' : ''}number${range}`)
  }

  const formula = sum(0)
  if (at()) fail(`"${at()!.text}" at character ${at()!.position} is one too many`)
  return formula
}

interface Token {
  sort: 'number' | 'name' | 'sign'
  text: string
  position: number
}

const tokenize = (text: string, fail: (reason: string) => never): Token[] => {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim()) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) return fail(`"${text.slice(from).trim()[0]}" at character ${from + 1} is not understood`)
    const found = match[1] ?? match[2] ?? match[3]!
    const sort = match[1] ? 'number' : match[2] ? 'name' : 'sign'
    tokens.push({ sort, text: found, position: TOKEN.lastIndex - found.length + 1 })
  }
  return tokens
}

/** The results of queries: by name one series for each group, all of equal length. One number a group is a series of one. */
export interface Results {
  valuesOf(name: string): readonly Values[]
  groups: number
  /** Milliseconds of each interval. */
  lengths: readonly number[]
}

/** One series for each group. Missing values, divisions by zero and what is no finite number make `null`. */
export const evaluateFormula = (formula: Formula, results: Results): readonly Values[] => {
  const { groups, lengths } = results
  const map = (all: readonly Values[], of: (value: number, group: number, point: number) => number | null) =>
    all.map((values, g) => values.map((value, i) => (value === null ? null : finite(of(value, g, i)))))
  switch (formula.kind) {
    case 'number':
      return Array.from({ length: groups }, () => lengths.map(() => formula.value))
    case 'name':
      return results.valuesOf(formula.name)
    case 'negative':
      return map(evaluateFormula(formula.of, results), (value) => -value)
    case 'operation': {
      const right = evaluateFormula(formula.right, results)
      return map(evaluateFormula(formula.left, results), (left, group, point) => {
        const other = right[group]![point] ?? null
        return other === null ? null : operate(formula.operator, left, other)
      })
    }
    case 'call': {
      const of = evaluateFormula(formula.of, results)
      const { series, groups: across } = FUNCTIONS[formula.name]!
      const done = across ? across(of) : of.map((values) => series!(values, { args: formula.args, lengths }))
      return map(done, (value) => value)
    }
  }
}

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)

const operate = (operator: '+' | '-' | '*' | '/', left: number, right: number): number | null => {
  if (operator === '/') return right === 0 ? null : left / right
  return operator === '+' ? left + right : operator === '-' ? left - right : left * right
}
