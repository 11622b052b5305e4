import { createHash } from 'node:crypto'
import { asJson, type Rendered } from './sql.ts'

/** The same for the same statement that is asked about the same. */
export const digestOf = ({ text, params }: Rendered, about: string): string =>
  createHash('sha256')
    .update(`${about} ${asJson(params)} ${text}`)
    .digest('base64')
