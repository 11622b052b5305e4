/** A question as a shell command, with placeholders for the keys. Single quotes inside are closed, escaped, reopened. */
export const curlOf = (origin: string, path: string, body: unknown): string => {
  const quoted = `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`
  return [
    `curl -sS ${origin}${path}`,
    `  -H 'content-type: application/json'`,
    `  -H "DD-API-KEY: $WAYWORN_API_KEY"`,
    `  -H "DD-APPLICATION-KEY: $WAYWORN_APP_KEY"`,
    `  -d ${quoted}`,
  ].join(' \\\n')
}
