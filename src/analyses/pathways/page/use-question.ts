import { type Asking, useAddress } from '../../journey/page/use-address.ts'
import { type Chosen, paramsOfQuestion, parseChosen, printChosen, questionOf } from './address.ts'
import type { Question } from './question.ts'

const ADDRESS = { questionOf, paramsOfQuestion, parseChosen, printChosen }

export const useQuestion = () => useAddress<Question, Chosen>(ADDRESS)

export type ChangeQuestion = Asking<Question, Chosen>['change']
export type Choose = Asking<Question, Chosen>['choose']
