import { WaywornError } from '../../lib/errors.ts'

/** Arithmetic over the results of queries, such as `a / (b + 1) * 100`. */
export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'negative'; of: Formula }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: Formula; right: Formula }

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/()]))/y
const DEEPEST = 100

/** Throws `invalid_field` with the character at which the formula can't be read, or the name that no query has. */
export const parseFormula = (text: string, names: readonly string[], pointer = '/formula'): Formula => {
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
    if (!names.includes(token.text))
      return fail(`no query is named "${token.text}"; there is ${names.join(', ') || 'none'}`)
    return { kind: 'name', name: token.text }
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

/** Missing values and divisions by zero make it `null`. */
export const evaluateFormula = (formula: Formula, valueOf: (name: string) => number | null): number | null => {
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'name':
      return valueOf(formula.name)
    case 'negative': {
      const value = evaluateFormula(formula.of, valueOf)
      return value === null ? null : -value
    }
    case 'operation': {
      const left = evaluateFormula(formula.left, valueOf)
      const right = evaluateFormula(formula.right, valueOf)
      if (left === null || right === null) return null
      return operate(formula.operator, left, right)
    }
  }
}

const operate = (operator: '+' | '-' | '*' | '/', left: number, right: number): number | null => {
  if (operator === '/') return right === 0 ? null : left / right
  return operator === '+' ? left + right : operator === '-' ? left - right : left * right
}
