import { z } from 'zod'
import { WaywornError } from '../lib/errors.ts'

/**
 * What `schema` makes of a body or of query parameters. Throws `invalid_field`, with the JSON pointer or the parameter
 * of the first fault and what would be right.
 */
export const checked = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query' = 'body',
): z.output<Schema> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path
  const field = path.map(String)
  throw new WaywornError(
    'invalid_field',
    { field: field.length > 0 ? field.join('.') : `The ${where}`, reason: reasonOf(issue) },
    where === 'query' ? { parameter: field[0] ?? '' } : { pointer: field.map((part) => `/${escaped(part)}`).join('') },
  )
}

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')

const reasonOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return 'it is not known here; leave it out'
  const said = issue.message.replace(/^(Invalid input|Invalid option): /, '')
  return said.replace(/, received undefined$/, ', but it is missing')
}

/** Text that people write: trimmed, not empty, no control characters (Postgres takes no NUL). */
export const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it holds control characters; use plain text')

/** Text that people look for, or a name of a sender's: what Postgres can hold. */
export const plain = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it holds control characters; leave them out')

/** Ids in addresses that could not be one of ours are as unknown as any other. */
export const idIn = (params: unknown, what: string): string => {
  const { id } = params as { id: string }
  if (/^[\w.:-]{1,100}$/.test(id)) return id
  throw new WaywornError('not_found', { what })
}

/** `page[size]` and `page[number]` of the published lists. */
export const pageFields = {
  'page[size]': z.coerce.number().int().min(1).max(1000).default(10),
  'page[number]': z.coerce.number().int().min(0).max(1_000_000).default(0),
}
