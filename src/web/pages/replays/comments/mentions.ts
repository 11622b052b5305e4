import type { Colleague } from './use-comments.ts'

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The people whose names stand in a text behind an `@`. Of names that begin alike the longest counts. */
export const mentionsIn = (text: string, people: readonly Colleague[]): string[] => {
  let rest = text
  return [...people]
    .sort((a, b) => b.name.length - a.name.length)
    .filter(({ name }) => {
      const before = rest
      rest = rest.replaceAll(new RegExp(`(?<=^|\\s)@${escaped(name)}(?!\\w)`, 'g'), '')
      return rest !== before
    })
    .map(({ id }) => id)
}

/** What is being typed behind the last `@` before the caret; undefined: no name. */
export const namingAt = (text: string, caret: number): string | undefined =>
  /(?:^|\s)@([^@\n]{0,40})$/.exec(text.slice(0, caret))?.[1]

/** The text with the name in the place of what was typed of it. */
export const withName = (text: string, caret: number, name: string): string => {
  const begun = text.slice(0, caret).lastIndexOf('@')
  return `${text.slice(0, begun)}@${name} ${text.slice(caret)}`
}
