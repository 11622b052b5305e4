/** Where images, fonts and style sheets of recorded pages are kept. */
export const ASSETS = '/api/v2/wayworn/replay/assets'

/** Says where a resource of a page may be taken from now that was recorded then (epoch ms); null: nowhere. */
export type AllowedAsset = (url: string, recorded: number) => string | null

/** Those of the origins come from our own copies. The hour is asked for, so that pages share what browsers keep. */
export const assetsOf =
  (origins: () => readonly string[]): AllowedAsset =>
  (url, recorded) => {
    if (!URL.canParse(url) || !origins().includes(new URL(url).origin)) return null
    const hour = Math.floor(recorded / 3_600_000) * 3_600_000
    return `${ASSETS}?${new URLSearchParams({ url, at: String(hour) })}`
  }
