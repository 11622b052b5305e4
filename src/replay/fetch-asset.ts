/** An image or a font as it was found. */
export interface Asset {
  mime: string
  body: Buffer
}

const MOST_BYTES = 5 * 2 ** 20
const WITHIN_MS = 10_000
const MOST_REDIRECTS = 3
const FONT_NAME = /\.(woff2?|ttf|otf)$/i

/**
 * Fetches an image or a font from one of the origins that the operator named, and from nowhere else: a redirect to
 * another ends it. No cookie, no credential and no referrer is sent. Undefined: it is not there, not of such a kind, or
 * too large.
 */
export const fetchAsset = async (address: string, origins: readonly string[]): Promise<Asset | undefined> => {
  const signal = AbortSignal.timeout(WITHIN_MS)
  let url = allowedUrl(address, origins)
  for (let redirects = 0; url && redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'image/*,font/*' } }).catch(
      () => undefined,
    )
    const next = answer && answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null
    if (next !== null) {
      await answer?.body?.cancel()
      url = URL.canParse(next, url) ? allowedUrl(new URL(next, url).href, origins) : undefined
      continue
    }
    if (!answer?.ok) return undefined
    const mime = mimeOf(answer.headers.get('content-type') ?? '', new URL(url).pathname)
    const body = mime === undefined ? undefined : await bodyOf(answer).catch(() => undefined)
    return mime === undefined || body === undefined ? undefined : { mime, body }
  }
  return undefined
}

/** The address, if it is of one of the origins and names nobody; undefined otherwise. */
export const allowedUrl = (address: string, origins: readonly string[]): string | undefined => {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  url.hash = ''
  const isPlain = url.username === '' && url.password === '' && /^https?:$/.test(url.protocol)
  return isPlain && origins.includes(url.origin) ? url.href : undefined
}

const mimeOf = (type: string, path: string): string | undefined => {
  const mime = type.split(';')[0]!.trim().toLowerCase()
  if (/^(image|font)\/[\w.+-]+$/.test(mime)) return mime
  const isFont = /^application\/(font|x-font|octet-stream|vnd\.ms-opentype)/.test(mime) && FONT_NAME.test(path)
  return isFont ? `font/${FONT_NAME.exec(path)![1]!.toLowerCase()}` : undefined
}

const bodyOf = async (answer: Response): Promise<Buffer | undefined> => {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body ?? []) {
    length += piece.length
    if (length > MOST_BYTES) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
