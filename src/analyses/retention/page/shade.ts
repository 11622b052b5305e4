import { type Scheme, shadeOf } from '../../../ui/theme/palette.ts'

const luminance = (hex: string): number => {
  const part = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

export const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const INKS = ['#ffffff', '#10131a']

/** The colours of a cell whose value is such a share of the highest: its ground, and the text that can be read on it. */
export const cellColours = (scheme: Scheme, share: number): { background: string; color: string } => {
  const background = shadeOf(scheme, share)
  const color = INKS.reduce((best, ink) => (contrast(ink, background) > contrast(best, background) ? ink : best))
  return { background, color }
}
