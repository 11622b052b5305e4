/** Plots as SVG that stand in a page of Markdown. */

const WIDTH = 820
const ROW = 22
const LABEL = 300
export const INK = 'font-family="system-ui, sans-serif" font-size="12" fill="#57606a"'

export interface Bar {
  name: string
  value: number
  /** Where a line crosses the bar. */
  mark?: number | undefined
  label: string
}

/** A bar a name, each with a line across it where it has a mark. */
export const bars = (title: string, all: readonly Bar[]): string => {
  const most = Math.max(1, ...all.map(({ value, mark = 0 }) => Math.max(value, mark)))
  const x = (of: number) => LABEL + ((WIDTH - LABEL - 60) * of) / most
  const rows = all.map(({ name, value, mark, label }, i) => {
    const y = i * ROW
    const line =
      mark === undefined
        ? ''
        : `<line x1="${x(mark)}" x2="${x(mark)}" y1="${y + 1}" y2="${y + 17}" stroke="#cf222e" stroke-width="2"/>`
    return (
      `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end" ${INK}>${escaped(name)}</text>` +
      `<rect x="${LABEL}" y="${y + 3}" width="${Math.max(1, x(value) - LABEL)}" height="12" fill="#3f7d58"/>` +
      `${line}<text x="${Math.max(x(value), x(mark ?? 0)) + 6}" y="${y + 13}" ${INK}>${label}</text>`
    )
  })
  return svg(all.length * ROW + 4, title, rows)
}

export const svg = (height: number, title: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"><title>${title}</title>${parts.join('')}</svg>`

const escaped = (text: string) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
