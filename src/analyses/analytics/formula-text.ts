import { parseFormula } from '../../model/formula/formula.ts'
import { FUNCTIONS } from '../../model/formula/functions.ts'
import type { Show } from './address.ts'

const shapeOf = (show: Show) => (show === 'series' ? 'timeseries' : 'scalar')

/** Why a formula can't be evaluated where it is shown; null if it can. */
export const formulaFault = (text: string, names: readonly string[], show: Show): string | null => {
  try {
    parseFormula(text, names, '/formula', shapeOf(show))
    return null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^formula: /, '') : 'It can not be read.'
  }
}

export interface FunctionChoice {
  name: string
  meaning: string
}

/** The functions that can be applied where it is shown: those over time need a time series. */
export const functionsFor = (show: Show): FunctionChoice[] =>
  Object.entries(FUNCTIONS)
    .filter(([, one]) => show === 'series' || !one.overTime)
    .map(([name, { meaning }]) => ({ name, meaning }))

/** `moving_average` of `a / b` is `moving_average(a / b, 5)`: what may be left out is written, to be changed. */
export const applied = (name: string, of: string): string =>
  `${name}(${[of, ...(FUNCTIONS[name]?.args ?? []).map((arg) => arg.otherwise ?? Math.max(0, arg.from))].join(', ')})`
