import { useAsk } from '../../ui/ask/ask-context.ts'
import type { FileChoice } from '../../ui/builder/file-choice.ts'
import type { Question } from './address.ts'
import { usualColumns } from './event.ts'
import type { Request } from './request.ts'

const EXPORT = '/api/v2/wayworn/export'
const MOST_EVENTS = 100_000
const MOST_ROWS = 10_000

/** The answer as files: the server writes them, since a page does not hold all of its rows. */
export const useFiles = (question: Question, request: Request): readonly FileChoice[] => {
  const ask = useAsk()
  if (!request.ok) return []
  const isList = question.show === 'list'
  const columns = ['date', ...(question.columns ?? usualColumns(question.queries[0]!.event))].map((path) => `@${path}`)
  const text = (format: 'csv' | 'ndjson') => {
    const attributes = {
      format,
      request: request.body,
      limit: isList ? MOST_EVENTS : MOST_ROWS,
      ...(isList && 'filter' in request.body && { columns }),
      ...(!isList && { over_time: question.show === 'series' }),
    }
    const body = { data: { type: 'export_request', attributes } }
    return ask<string>({ method: 'POST', path: EXPORT, body, as: 'text' })
  }
  const what = isList ? 'Events' : 'Numbers'
  return [
    { label: `${what} as CSV`, ending: 'csv', type: 'text/csv;charset=utf-8', text: () => text('csv') },
    {
      label: `${what} as JSON`,
      ending: 'json',
      type: 'application/json',
      text: async () => listOf(await text('ndjson')),
    },
  ]
}

/** Lines of JSON as one list. */
const listOf = (lines: string): string => `[\n${lines.trim().split('\n').join(',\n')}\n]\n`
