/** The sign-in page's address, which leads back to `from` afterwards. */
export const signInPath = (from: string): string =>
  isPlace(from) ? `/sign-in?back=${encodeURIComponent(from)}` : '/sign-in'

/** Where to go after signing in. Only places of this app are: no other site, no sign-in page again. */
export const backFrom = (back: string | undefined): string => (back !== undefined && isPlace(back) ? back : '/')

const isPlace = (path: string) => /^\/(?![/\\])/.test(path) && path !== '/' && !path.startsWith('/sign-in')
