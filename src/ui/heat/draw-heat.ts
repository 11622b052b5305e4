import simpleheat from 'simpleheat'
import type { Point } from './point.ts'

const STOPS = [
  [0.2, '#2b83ba'],
  [0.45, '#7fcdbb'],
  [0.65, '#fdd16a'],
  [0.85, '#f46d43'],
  [1, '#b2182b'],
] as const

/** Draws the points as heat. The hottest place has the last colour. */
export const drawHeat = (canvas: HTMLCanvasElement, points: readonly Point[], radius: number): void => {
  const hottest = Math.max(1, ...points.map(([, , clicks]) => clicks))
  simpleheat(canvas)
    .gradient(Object.fromEntries(STOPS))
    .radius(radius, radius * 0.8)
    .max(hottest)
    .data(points.map(([x, y, clicks]) => [x, y, Math.max(clicks, hottest * 0.08)]))
    .draw(0.05)
}

/** The colours from few to many, as CSS. */
export const SCALE = `linear-gradient(to right, ${STOPS.map(([, colour]) => colour).join(', ')})`
