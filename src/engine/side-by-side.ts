import { formatQueryParams } from '@clickhouse/client-common'

/** The part of a chDB connection that runs statements. */
type Method = 'query' | 'command' | 'exec'
type Run = (request: { query: string; query_params?: Record<string, unknown> }) => Promise<unknown>

/**
 * Gives parameters to the engine as settings of the connection. chDB's own way keeps them for the whole process, and so runs
 * one statement that has any at a time, whatever the number of connections (chdb 3.4.0).
 */
export const sideBySide = <Connection>(connection: Connection): Connection => {
  const methods = connection as Record<Method, Run>
  for (const method of ['query', 'command', 'exec'] as const) {
    const run = methods[method].bind(connection)
    methods[method] = ({ query_params: params = {}, ...request }) =>
      run({ ...request, query: `${setting(params)}${request.query}` })
  }
  return connection
}

/** `SET …; ` of typed parameters: the engine reads each as the type that its hole names. */
const setting = (params: Record<string, unknown>): string => {
  const given = Object.entries(params).map(
    ([name, value]) => `param_${name} = ${literal(formatQueryParams({ value }))}`,
  )
  return given.length ? `SET ${given.join(', ')}; ` : ''
}

const literal = (text: string): string => `'${text.replace(/[\\'\0]/g, (c) => (c === '\0' ? '\\0' : `\\${c}`))}'`
