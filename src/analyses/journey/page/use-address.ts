import { useCallback, useMemo } from 'react'
import { useFrame } from '../../../ui/scope/frame.ts'
import type { Params } from '../../../ui/scope/search-params.ts'
import type { AddressParams } from './step-address.ts'

/** How a page's question, and whose list is open beside its answer, stand in the address. */
export interface Address<Question, Chosen> {
  questionOf: (params: Params) => Question
  paramsOfQuestion: (question: Question) => AddressParams
  parseChosen: (text: string | undefined) => Chosen | null
  printChosen: (chosen: Chosen) => string
}

export interface Asking<Question, Chosen> {
  question: Question
  /** A change is a step that Back undoes; it closes the list of people. */
  change: (part: Partial<Question>) => void
  chosen: Chosen | null
  choose: (chosen: Chosen | null) => void
}

/** The question of the address, and how to change it. `address` must stay the same. */
export const useAddress = <Question, Chosen>(address: Address<Question, Chosen>): Asking<Question, Chosen> => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => address.questionOf(params), [address, params])
  const change = useCallback(
    (part: Partial<Question>) =>
      setParams({ ...address.paramsOfQuestion({ ...question, ...part }), people: undefined }),
    [address, question, setParams],
  )
  const choose = useCallback(
    (chosen: Chosen | null) => setParams({ people: chosen ? address.printChosen(chosen) : undefined }),
    [address, setParams],
  )
  return {
    question,
    change,
    chosen: useMemo(() => address.parseChosen(params.people), [address, params.people]),
    choose,
  }
}
