import { createContext, use } from 'react'
import type { Ask } from './ask.ts'

const AskContext = createContext<Ask | null>(null)

export const AskProvider = AskContext.Provider

export const useAsk = (): Ask => {
  const ask = use(AskContext)
  if (!ask) throw new Error('AskProvider is missing around this component')
  return ask
}
