/** What an address holds behind the question mark: flat texts, readable, in the order given. */
export type Params = Record<string, string>

/** Characters that need no escape in a query, though `encodeURIComponent` escapes them. */
const PLAIN = /%(?:3A|40|2C|2F|3B|28|29|3E|3C|2A|3F|7C|22|5B|5D)/gi

/** These stay readable; `<`, `>` and `"` are escaped by browsers anyway, so they are left to `encodeURIComponent`. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(PLAIN, (code) => (/%(?:3C|3E|22|5B|5D|7C)/i.test(code) ? code : decodeURIComponent(code)))
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
