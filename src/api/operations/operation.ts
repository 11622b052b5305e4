import type { z } from 'zod'

/** One route as the OpenAPI document describes it. */
export interface Operation {
  summary: string
  tag: string
  /** What the body is checked against. */
  body?: z.ZodType
  /** The body's content type, if it is not JSON. */
  bodyType?: string
  /** What the query parameters are checked against: an object. */
  query?: z.ZodType
  /** Of the answer, if it is not 200 with JSON. */
  status?: 201 | 202 | 204 | 302
  /** Who may call it: everyone, or who shows a client token or an API key; without it, whoever is signed in. */
  open?: true | 'token'
  /** The least role that it takes, if viewers may not. */
  role?: 'editor' | 'admin'
}

export type Operations = Readonly<Record<string, Operation>>
