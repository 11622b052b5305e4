/**
 * The colours. Categories were searched for so that any two stay apart (CIE76 distance of 15 or more) in normal sight
 * and under simulated protanopia, deuteranopia and tritanopia, and stand out from the page (3:1); palette.test.ts holds
 * them to it.
 */

export type Scheme = 'light' | 'dark'

export interface Palette {
  page: string
  surface: string
  raised: string
  line: string
  lineStrong: string
  text: string
  muted: string
  accent: string
  accentSoft: string
  onAccent: string
  loss: string
  lossSoft: string
  warn: string
  categories: readonly string[]
  other: string
  grid: string
}

export const PALETTES: Record<Scheme, Palette> = {
  light: {
    page: '#f7f8fa',
    surface: '#ffffff',
    raised: '#ffffff',
    line: '#e3e6ea',
    lineStrong: '#868d97',
    text: '#1b1f24',
    muted: '#5b636e',
    accent: '#334eda',
    accentSoft: '#e9edfc',
    onAccent: '#ffffff',
    loss: '#b3261e',
    lossSoft: '#fbebea',
    warn: '#805600',
    categories: ['#334eda', '#e08a00', '#1f875a', '#c44db3', '#4594fa', '#916800', '#5c2d9b', '#8a3e25'],
    other: '#868d97',
    grid: '#eceef1',
  },
  dark: {
    page: '#121417',
    surface: '#181b1f',
    raised: '#1f2328',
    line: '#2c3138',
    lineStrong: '#747d89',
    text: '#e4e7eb',
    muted: '#a0a8b3',
    accent: '#8fa9f0',
    accentSoft: '#232c47',
    onAccent: '#10131a',
    loss: '#ff8a80',
    lossSoft: '#3a2020',
    warn: '#e0b050',
    categories: ['#7e9deb', '#ee823e', '#39e7a6', '#f989c6', '#a2dafe', '#d2d72e', '#9c63ee', '#b58760'],
    other: '#7b828c',
    grid: '#24282e',
  },
}

/** The sequential hue, from little to much: light to dark on a light page, dark to light on a dark one. */
export const SEQUENCE: Record<Scheme, readonly string[]> = {
  light: ['#eef1fd', '#d8dffa', '#b9c5f5', '#94a6ee', '#6e85e6', '#4b66de', '#334eda', '#24389f'],
  dark: ['#1d2333', '#243053', '#2e4076', '#3c549b', '#5069bd', '#6b85d8', '#8fa9f0', '#bccbfa'],
}

/** One step of the sequence for a share between 0 and 1. */
export const shadeOf = (scheme: Scheme, share: number): string => {
  const steps = SEQUENCE[scheme]
  const index = Math.round(Math.min(1, Math.max(0, share)) * (steps.length - 1))
  return steps[index]!
}

/**
 * Gives each value a colour by its rank: the first eight get categories, "other" and the rest grey. The same map is used
 * for everything on a page, so that a value keeps its colour.
 */
export const colourMap = (scheme: Scheme, values: readonly string[], isOther: (v: string) => boolean) => {
  const { categories, other } = PALETTES[scheme]
  const map = new Map<string, string>()
  let next = 0
  for (const value of values) {
    if (map.has(value)) continue
    map.set(value, isOther(value) || next >= categories.length ? other : categories[next++]!)
  }
  return map
}
