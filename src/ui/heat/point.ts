/** A place, px, and how much of it there was. */
export type Point = [x: number, y: number, amount: number]
