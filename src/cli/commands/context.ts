/** What commands that talk to a running server get from the program. */
export type CliContext = {
  /** Asks the server: `path` starts with a slash; address and keys are added by the program. Rejects if none answers. */
  fetch(
    path: string,
    init?: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
  ): Promise<CliResponse>
  /** Prints a line on stdout. */
  out(line: string): void
}

/** The part of a `Response` that is used. */
export type CliResponse = {
  ok: boolean
  status: number
  text(): Promise<string>
  headers?: { get(name: string): string | null }
  body?: ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/** An answer of the server that was no success; `message` is for people, `status` for exit codes. */
export class CliRefusal extends Error {
  override name = 'CliRefusal'
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** Asks with a JSON body and answers the JSON body. Throws `CliRefusal` with the server's own sentence. */
export const ask = async <Answer>(ctx: CliContext, method: string, path: string, body?: unknown): Promise<Answer> => {
  const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await ctx.fetch(path, { method, ...sent })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parsed(text)
  if (response.ok) return answer as Answer
  throw refusalOf(response.status, text, `${method} ${path}`)
}

/** What the server says is wrong, in its own sentence if it gave one. */
export const refusalOf = (status: number, text: string, asked: string): CliRefusal => {
  const [error] = (parsed(text) as { errors?: { detail?: string }[] } | undefined)?.errors ?? []
  return new CliRefusal(error?.detail ?? `The server answered ${status} to ${asked}.`, status)
}

/** All pages of a published list. */
export const askAll = async <Item>(ctx: CliContext, path: string, query = ''): Promise<Item[]> => {
  const all: Item[] = []
  for (let number = 0; ; number += 1) {
    const page = `page%5Bsize%5D=1000&page%5Bnumber%5D=${number}${query}`
    const { data } = await ask<{ data: Item[] }>(ctx, 'GET', `${path}?${page}`)
    all.push(...data)
    if (data.length < 1000) return all
  }
}

/** Prints rows in columns as wide as their widest cell. */
export const printTable = (ctx: CliContext, head: string[], rows: string[][]): void => {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)))
  for (const row of [head, ...rows])
    ctx.out(
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
}

/** `2026-11-22`, or `never`. */
export const dayOf = (moment: string | number | null | undefined): string =>
  moment === null || moment === undefined ? 'never' : new Date(moment).toISOString().slice(0, 10)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
