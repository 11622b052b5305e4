/** What a heatmap shows: the part of the address that is about this page alone. */
export interface Question {
  /** A view name; empty: the page seen most. */
  view: string
  /** A value of `@device.type`; `any` for all of them. */
  device: string
  map: MapKind
  layer: Layer
  /** Of the scroll map: how many came so far, or how long it was looked at. */
  bands: BandsOf
  /** Search for the clicks that count. */
  actions: string
  /** Search for the event that makes a session a converted one. */
  converted: string
  /** The element chosen, by its id. */
  element: string | undefined
  /** Another moment of a recording than the page's own background. */
  background: Moment | null
  /** Of the list of elements. */
  order: 'most' | 'least'
  /** Beside it: `BEFORE`, a segment's id, or nothing. */
  compare: string
}

/** The time before the one asked for, as long. */
export const BEFORE = 'before'

/** A moment of a recorded view, epoch ms. */
export interface Moment {
  session: string
  view: string
  at: number
}

export const MAPS = ['click', 'top', 'scroll'] as const
export type MapKind = (typeof MAPS)[number]
export const LAYERS = ['all', 'rage', 'dead', 'error', 'converted'] as const
export type Layer = (typeof LAYERS)[number]
export const BANDS_OF = ['reached', 'attention'] as const
export type BandsOf = (typeof BANDS_OF)[number]

type Params = Record<string, string | undefined>

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T =>
  all.find((one) => one === text) ?? all[0]!

/** `session/view/epoch ms`. */
export const printMoment = ({ session, view, at }: Moment): string => [session, view, String(at)].join('/')

export const parseMoment = (text: string | undefined): Moment | null => {
  const [session, view, at] = (text ?? '').split('/')
  return session && view && /^\d{12,14}$/.test(at ?? '') ? { session, view, at: Number(at) } : null
}

export const questionOf = (params: Params): Question => ({
  view: params.view ?? '',
  device: params.device ?? 'Desktop',
  map: oneOf(MAPS, params.map),
  layer: oneOf(LAYERS, params.layer),
  bands: oneOf(BANDS_OF, params.bands),
  actions: params.actions ?? '',
  converted: params.converted ?? '',
  element: params.el,
  background: parseMoment(params.bg),
  order: params.order === 'least' ? 'least' : 'most',
  compare: params.vs ?? '',
})

/** The part of a question as names of the address; what is as on a fresh visit is left out. */
export const paramsOf = (change: Partial<Question>): Params => {
  const params: Params = {}
  if ('view' in change) params.view = change.view || undefined
  if ('device' in change) params.device = change.device === 'Desktop' ? undefined : change.device
  if ('map' in change) params.map = change.map === 'click' ? undefined : change.map
  if ('layer' in change) params.layer = change.layer === 'all' ? undefined : change.layer
  if ('bands' in change) params.bands = change.bands === 'reached' ? undefined : change.bands
  if ('actions' in change) params.actions = change.actions || undefined
  if ('converted' in change) params.converted = change.converted || undefined
  if ('element' in change) params.el = change.element
  if ('background' in change) params.bg = change.background ? printMoment(change.background) : undefined
  if ('compare' in change) params.vs = change.compare || undefined
  if ('order' in change) params.order = change.order === 'least' ? 'least' : undefined
  return params
}
