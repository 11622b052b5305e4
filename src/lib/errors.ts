/**
 * Every error that people outside can meet: code, HTTP status, title, and a sentence that names what is wrong and what
 * would be right. `docs/reference/errors.md` is compared with this table by a test.
 */
export const CATALOGUE = {
  // requests
  malformed_json: [400, 'Malformed JSON', 'The body is not valid JSON: {reason}. Send one JSON document.'],
  invalid_field: [400, 'Invalid field', '{field}: {reason}.'],
  invalid_search: [400, 'Invalid search', "The search can't be read at character {position}: {reason}."],
  invalid_time_frame: [400, 'Invalid time frame', '"{text}" can\'t be read as a time: {reason}.'],
  unknown_time_zone: [
    400,
    'Unknown time zone',
    '"{zone}" is not a time zone of the IANA database. Use a name such as "Europe/Paris" or "UTC".',
  ],
  unauthorized: [401, 'Unauthorized', '{reason}. Send DD-API-KEY and DD-APPLICATION-KEY headers, or sign in.'],
  forbidden: [403, 'Forbidden', 'This needs the role {role}. Ask an administrator of this Wayworn.'],
  cross_origin: [
    403,
    'Request from another site',
    'The request comes from {origin}, not from this Wayworn. Signed-in pages may only be used from its own address; programs send keys instead.',
  ],
  not_found: [404, 'Not found', '{what} does not exist. Look at its address or id.'],
  asset_missing: [
    404,
    'Asset missing',
    '{url} can not be shown: {reason}. It is asked for again after a minute; a replay is whole once it can be had.',
  ],
  method_not_allowed: [405, 'Method not allowed', '{method} is not offered here. Use {allowed}.'],
  conflict: [409, 'Conflict', '{reason}.'],
  body_too_large: [413, 'Body too large', 'The body is larger than {limit}. Send smaller batches.'],
  rate_limited: [429, 'Too many requests', 'More than {limit} arrived. Wait {seconds} s and send again.'],
  // queries
  query_too_slow: [
    422,
    'Query took too long',
    'The question took more than {seconds} s. Narrow its time range or its filter.',
  ],
  query_too_large: [
    422,
    'Query needs too much memory',
    'The question needs more than {limit} of memory. Narrow its time range, or group by fewer attributes.',
  ],
  too_many_groups: [
    422,
    'Too many groups',
    'The question makes more than {limit} groups. Lower the limits of its group-bys, or use a longer interval.',
  ],
  query_failed: [500, 'Query failed', 'The engine could not answer: {reason}. Tell us, with the request id.'],
  // intake
  unknown_token: [
    403,
    'Unknown client token',
    'No application has this client token. Copy the token from Settings > Applications.',
  ],
  missing_token: [
    401,
    'Missing client token',
    'The request carries no client token. Send it as dd-api-key in the address or as the DD-API-KEY header.',
  ],
  unknown_track: [
    404,
    'Unknown track',
    '"{track}" is not a track of this intake. Send to /api/v2/rum, /api/v2/replay or /api/v2/prodlytics.',
  ],
  undecodable_body: [400, 'Undecodable body', "The body can't be decoded: {reason}."],
  invalid_event: [400, 'Invalid event', '{field}: {reason}.'],
  intake_full: [
    503,
    'Intake is full',
    'The intake log has reached {limit}. Bring the engine back, or give the log more room.',
  ],
  // running it
  unavailable: [503, 'Not available now', '{reason}. Try again in a moment.'],
  data_folder_unusable: [
    500,
    'Data folder unusable',
    "The data folder {folder} can't be used: {reason}. Choose another with --data, or mend its permissions.",
  ],
  data_folder_taken: [
    500,
    'Data folder in use',
    'Another process uses the data folder {folder}. Stop it, or choose another folder with --data.',
  ],
  port_taken: [
    500,
    'Port in use',
    'Port {port} on {host} is taken. Stop what listens there, or choose another with --port.',
  ],
  platform_unsupported: [
    500,
    'Platform not supported',
    'The embedded engine has no build for {platform}. Set WAYWORN_CLICKHOUSE_URL to a ClickHouse server, or run under Linux (glibc), WSL2 or macOS.',
  ],
  engine_unreachable: [
    503,
    'ClickHouse unreachable',
    'ClickHouse at {url} does not answer: {reason}. Look at WAYWORN_CLICKHOUSE_URL, and whether the server runs.',
  ],
  catalog_unreachable: [
    503,
    'Postgres unreachable',
    'Postgres at {url} does not answer: {reason}. Look at WAYWORN_POSTGRES_URL, and whether the server runs.',
  ],
  catalog_newer: [
    500,
    'Store made by a newer Wayworn',
    'The store of accounts and settings has the step {step}, which this version does not know. Run the newer version again.',
  ],
  invalid_setting: [500, 'Invalid setting', '{name}: {reason}.'],
  not_running: [
    500,
    'No server running',
    'No Wayworn answers at {url}. Start it with "npx wayworn serve", or name its address with --url.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>

export type ErrorCode = keyof typeof CATALOGUE

/** Where in a request the fault lies: a JSON pointer into the body, a query parameter or a header. */
export type ErrorSource = { pointer: string } | { parameter: string } | { header: string }

export class WaywornError extends Error {
  override name = 'WaywornError'
  readonly code: ErrorCode
  readonly status: number
  readonly title: string
  readonly source: ErrorSource | undefined

  constructor(code: ErrorCode, values: Record<string, unknown> = {}, source?: ErrorSource, options?: ErrorOptions) {
    const [status, title, sentence] = CATALOGUE[code]
    super(fill(sentence, values), options)
    this.code = code
    this.status = status
    this.title = title
    this.source = source
  }
}

/** `fill('{a} of {b}', {a: 1, b: 2})` is `1 of 2`; a name without value stays as it is. */
const fill = (sentence: string, values: Record<string, unknown>): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
    if (!(name in values)) return hole
    return name === 'field' ? shown(String(values[name])) : String(values[name])
  })

/** Names that senders made up may be anything. */
const shown = (field: string) => (isName.test(field) ? field : JSON.stringify(field.slice(0, 200)))
const isName = /^(?=.{1,200}$)[^\s\p{C}"]+( [^\s\p{C}"]+)*$/u

/** The JSON:API body of an error answer. */
export const errorBody = (error: WaywornError) => ({
  errors: [
    {
      status: String(error.status),
      code: error.code,
      title: error.title,
      detail: error.message,
      ...(error.source ? { source: error.source } : {}),
    },
  ],
})
