/** A file that can be made of the answer. */
export interface FileChoice {
  /** `Numbers as CSV`. */
  label: string
  /** Without the dot. */
  ending: string
  type: string
  text: () => string | Promise<string>
}

/** A title as the name of a file. */
export const fileName = (title: string, ending: string): string => {
  const plain = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `${plain.slice(0, 80) || 'chart'}.${ending}`
}
