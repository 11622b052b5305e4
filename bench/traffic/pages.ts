/** The way to an order, page by page. A `?` stands for a number. */
export const WAY = ['/', '/products', '/products/?', '/cart', '/checkout', '/checkout/payment', '/orders/?'] as const

/** Pages beside it, the most visited first. */
export const BESIDE = [
  '/search',
  '/account',
  '/account/orders',
  '/blog',
  '/blog/?',
  '/help',
  '/help/shipping',
  '/help/returns',
  '/collections/winter',
  '/collections/summer',
  '/collections/sale',
  '/wishlist',
  '/gift-cards',
  '/stores',
  '/stores/?',
  '/about',
  '/careers',
  '/careers/?',
  '/reviews/?',
  '/compare',
  '/size-guide',
  '/newsletter',
  '/sign-in',
  '/sign-up',
  '/legal/privacy',
  '/legal/terms',
  '/status',
  '/press',
  '/partners',
  '/affiliates',
  '/repair',
  '/community',
  '/community/?',
] as const

export const PAGES: readonly string[] = [...WAY, ...BESIDE]

const VERBS = [
  'Open',
  'Show',
  'Choose',
  'Add',
  'Remove',
  'Save',
  'Share',
  'Compare',
  'Sort by',
  'Filter by',
  'Close',
  'Print',
]
const NOUNS = [
  'cart',
  'size',
  'color',
  'price',
  'details',
  'reviews',
  'photos',
  'menu',
  'address',
  'coupon',
  'delivery',
].concat(['wishlist', 'language', 'account', 'filters', 'map', 'hours', 'newsletter', 'gift note', 'warranty'])

/** What can be clicked. */
export const TARGETS: readonly string[] = VERBS.flatMap((verb) => NOUNS.map((noun) => `${verb} ${noun}`))

export const ERRORS = [
  "Cannot read properties of undefined (reading 'price')",
  'Failed to fetch',
  'Loading chunk 17 failed',
  'ResizeObserver loop completed with undelivered notifications',
  'Network request timed out',
  'The quota has been exceeded',
  'Payment was declined by the issuer',
] as const

export const SERVER_EVENTS = ['order.paid', 'order.shipped', 'mail.delivered', 'invoice.sent', 'refund.issued'] as const
