import type { KeyboardEvent } from 'react'

interface DepthSlider {
  label: string
  /** Where it stands down the page, 0 to 1, and that in words. */
  at: number
  text: string
  /** How far an arrow and a page key go. */
  arrow: number
  page: number
  onMove: (at: number) => void
}

/** Makes an element a slider down a page, moved by the arrows, Page up and down, Home and End. */
export const depthSlider = ({ label, at, text, arrow, page, onMove }: DepthSlider) => ({
  role: 'slider',
  'aria-label': label,
  'aria-orientation': 'vertical' as const,
  'aria-valuemin': 0,
  'aria-valuemax': 100,
  'aria-valuenow': Math.round(at * 100),
  'aria-valuetext': text,
  tabIndex: 0,
  onKeyDown: (event: KeyboardEvent) => {
    const step = { ArrowDown: arrow, ArrowUp: -arrow, PageDown: page, PageUp: -page, Home: -1, End: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onMove(clamp(at + step))
  },
})

/** Onto the page. */
export const clamp = (at: number): number => Math.min(1, Math.max(0, at))
