/** What an address holds behind the question mark: flat texts, readable, in the order given. */
export type Params = Record<string, string>

/** Characters that stand in a query as they are, though `encodeURIComponent` escapes them. */
const PLAIN = /%(?:3A|40|2C|2F|3B|3F)/g

const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(PLAIN, decodeURIComponent)
    .replaceAll('%20', '+')

/** `{app: 'a', q: '@type:view x'}` is `?app=a&q=@type:view+x`. Undefined values are left out. */
export const stringifyParams = (params: Record<string, string | undefined>): string => {
  const parts = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encode(key)}=${encode(value)}`],
  )
  return parts.length ? `?${parts.join('&')}` : ''
}

/** The reverse. Of a repeated name the last value counts. */
export const parseParams = (text: string): Params => Object.fromEntries(new URLSearchParams(text))
