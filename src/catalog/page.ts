/** Which part of a list: `number` counts from 0. Without `sort`, the list's own order. */
export type Page<Sort extends string = string> = { size: number; number: number; sort?: Sort; descending?: boolean }
