import { stepWords } from '../../journey/page/words.ts'
import { pairOf, type Question } from './question.ts'

/** How the page calls what it asks. */
export const titleOf = (question: Question): string => {
  const { start, end } = pairOf(question)
  const [from, to] = [question.steps[start - 1], question.steps[end - 1]]
  if (!from || !to || from === to) return 'Journey paths'
  return question.side === 'dropped'
    ? `After ${stepWords(from)}, never ${stepWords(to)}`
    : `From ${stepWords(from)} to ${stepWords(to)}`
}
