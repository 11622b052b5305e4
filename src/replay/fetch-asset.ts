/** An image, a font or a style sheet as it was found. */
export interface Asset {
  mime: string
  body: Buffer
}

/** Why there is none, as a part of a sentence about its address. */
export interface NoAsset {
  missing: string
}

const MOST_BYTES = 5 * 2 ** 20
const WITHIN_MS = 10_000
const MOST_REDIRECTS = 3
const FONT_NAME = /\.(woff2?|ttf|otf)$/i

/**
 * Fetches an image, a font or a style sheet from one of the origins that the operator named, and from nowhere else: a
 * redirect to another ends it. No cookie, no credential and no referrer is sent.
 */
export const fetchAsset = async (address: string, origins: readonly string[]): Promise<Asset | NoAsset> => {
  const signal = AbortSignal.timeout(WITHIN_MS)
  let url = allowedUrl(address, origins)
  for (let redirects = 0; url && redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await answerOf(url, signal)
    if (!answer) return { missing: 'its site could not be reached' }
    const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null
    if (next === null) return assetOf(answer, new URL(url).pathname)
    await answer.body?.cancel()
    url = URL.canParse(next, url) ? allowedUrl(new URL(next, url).href, origins) : undefined
    if (!url) return { missing: 'its site sends to an address whose origin is not named' }
  }
  return { missing: url ? 'its site sends from address to address' : 'its origin is not named' }
}

/** Asked twice: a connection that was kept for the next request may be closed by the site just as it is used again. */
const answerOf = (url: string, signal: AbortSignal): Promise<Response | undefined> => {
  const ask = () => fetch(url, { redirect: 'manual', signal, headers: { accept: 'image/*,font/*,text/css' } })
  return ask()
    .catch(ask)
    .catch(() => undefined)
}

const assetOf = async (answer: Response, path: string): Promise<Asset | NoAsset> => {
  const mime = answer.ok ? mimeOf(answer.headers.get('content-type') ?? '', path) : undefined
  if (mime === undefined) {
    await answer.body?.cancel()
    return { missing: answer.ok ? 'it is no image, font or style sheet' : `its site answers ${answer.status}` }
  }
  return bodyOf(answer).then(
    (body) => (body ? { mime, body } : { missing: 'it is larger than 5 MB' }),
    () => ({ missing: 'its site broke off' }),
  )
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
  if (/^((image|font)\/[\w.+-]+|text\/css)$/.test(mime)) return mime
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
