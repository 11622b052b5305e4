import { eventOf, ns, type Scene, type SdkEvent, type ViewOf } from './event.ts'
import type { Random } from './random.ts'

/** What was measured of a view; times in ms since its start. */
export interface Measured {
  loadingType: 'initial_load' | 'route_change' | 'session_renewal'
  loading: number
  firstByte: number
  paint: number
  interaction: number
  scrollHeight: number
  scrolled: number
}

export interface Counts {
  action: number
  error: number
  resource: number
  long_task: number
  frustration: number
}

/** How one document of a view differs from another: its version, when it was built, what had happened by then. */
export interface Moment {
  documentVersion: number
  /** ms since the view's start. */
  spent: number
  counts: Counts
  active: boolean
  sessionActive: boolean
  identified: boolean
}

export const measure = (
  scene: Scene,
  loadingType: Measured['loadingType'],
  loading: number,
  dwell: number,
  random: Random,
): Measured => {
  const { slowness, height, mobile } = scene.device
  const pageHeight = Math.round(height * (mobile ? 1.9 : 1.35) + random.int(0, 400))
  const eagerness = Math.min(1, dwell / 25_000) * random.next() + 0.15 * random.next()
  return {
    loadingType,
    loading: loading * slowness,
    firstByte: random.spread(90, 0.4) * slowness,
    paint: random.spread(420, 0.35) * slowness,
    interaction: random.spread(48, 0.6) * slowness,
    scrollHeight: pageHeight,
    scrolled: Math.round(Math.min(1, eagerness) * Math.max(0, pageHeight - height)),
  }
}

const loadTimes = ({ firstByte, paint, loading }: Measured) => ({
  first_byte: ns(firstByte),
  dom_interactive: ns(firstByte + paint * 0.5),
  dom_content_loaded: ns(firstByte + paint * 0.6),
  dom_complete: ns(loading * 0.9),
  load_event: ns(loading * 0.9),
  first_contentful_paint: ns(paint),
  largest_contentful_paint: ns(paint * 1.25),
  largest_contentful_paint_target_selector: 'BODY>MAIN>H1',
})

const performanceOf = (measured: Measured, first: boolean) => ({
  cls: { score: 0 },
  ...(first ? { fcp: { timestamp: ns(measured.paint) }, lcp: { timestamp: ns(measured.paint * 1.25) } } : {}),
})

/** One document of a view: the first one of a page load knows neither measures nor user nor context. */
export const viewDocument = (
  scene: Scene,
  view: ViewOf,
  date: number,
  measured: Measured,
  moment: Moment,
): SdkEvent => {
  const { spent, counts, documentVersion, active, sessionActive, identified } = moment
  const first = measured.loadingType === 'initial_load'
  const early = first && documentVersion === 1
  const loaded = spent >= measured.loading
  const event = eventOf(scene, 'view', date, view, identified && !early)
  const display = event.display as object
  if (early) {
    delete event.context
    delete event.display
  }
  return {
    ...event,
    type: 'view',
    date,
    _dd: {
      ...(event._dd as object),
      page_states: [{ state: 'active', start: 0 }],
      document_version: documentVersion,
    },
    view: {
      ...view,
      action: { count: counts.action },
      error: { count: counts.error },
      resource: { count: counts.resource },
      long_task: { count: counts.long_task },
      frustration: { count: counts.frustration },
      cumulative_layout_shift: 0,
      is_active: active,
      loading_type: measured.loadingType,
      time_spent: ns(spent),
      performance: performanceOf(measured, first && loaded),
      ...(first && loaded ? loadTimes(measured) : {}),
      ...(loaded && measured.loading > 0 ? { loading_time: ns(measured.loading) } : {}),
      ...(counts.action > 0 ? { interaction_to_next_paint: ns(measured.interaction) } : {}),
    },
    ...(early ? {} : { feature_flags: scene.flags, display: { ...display, ...scrollOf(scene, measured, spent) } }),
    session: {
      id: scene.sessionId,
      type: scene.sessionType,
      sampled_for_replay: false,
      ...(sessionActive ? {} : { is_active: false }),
    },
    privacy: { replay_level: 'mask-user-input' },
    device: { locale: scene.locale, locales: [scene.locale], time_zone: scene.zone },
  }
}

const scrollOf = ({ device }: Scene, { scrolled, scrollHeight }: Measured, spent: number) =>
  spent < 1000
    ? {}
    : {
        scroll: {
          max_depth: device.height + scrolled,
          max_depth_scroll_top: scrolled,
          max_scroll_height: Math.max(scrollHeight, device.height),
          max_scroll_height_time: ns(1000),
        },
      }
