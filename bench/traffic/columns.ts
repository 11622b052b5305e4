import { constant, i64, join, type Sql, sql, str } from '../../src/sql/sql.ts'
import { keyOf, lot, nth, share, strings, uuid, weighted } from './choice.ts'
import { ERRORS, PAGES, SERVER_EVENTS, TARGETS } from './pages.ts'
import { COUNTRIES } from './places.ts'
import type { Traffic } from './visit.ts'

export const SDK_VERSION = '7.16.2'
export const APPLICATION_NAME = 'Bench shop'
const ORIGIN = 'https://shop.example.com'

const e = [constant('s'), constant('place_in')]
const drawn = (what: string): Sql => lot(what, ...e)
const ofPlace = (pick: (of: (typeof COUNTRIES)[number]) => string): Sql =>
  sql`arrayElement(${strings(COUNTRIES.map(pick))}, 1 + place)`

const isView = constant('kind = 0')
const isAction = constant('kind = 1')
const isError = constant('kind = 2')
const isServer = constant('kind = 3')
/** By an SDK: all but what backends send. */
const isSent = constant('kind != 3')

const when = (condition: Sql, of: Sql): Sql => sql`if(${condition}, ${of}, '')`
const maybe = (condition: Sql, of: Sql): Sql => sql`if(${condition}, ${of}, NULL)`

/** Nanoseconds around so many ms, a few of them much longer. */
const took = (what: string, ms: number): Sql =>
  sql`toInt64(1000000 * floor(${constant(String(ms))} * exp(1.1 * (${share(what, ...e)} + ${share(`${what} 2`, ...e)} - 1)) / pow(1.001 - ${share(`${what} 3`, ...e)}, 0.25)))`

const BROWSERS = { Chrome: 58, Safari: 22, Firefox: 9, Edge: 11 }

const ofSender: Record<string, Sql> = {
  source: when(isSent, str('browser')),
  service: when(isSent, str('shop-web')),
  version: when(isSent, sql`concat('2.', toString(toISOWeek(fromUnixTimestamp64Milli(moment, 'UTC'))), '.0')`),
  env: when(isSent, str('prod')),
  sdk_version: when(isSent, str(SDK_VERSION)),
  session_type: when(isSent, str('user')),
  session_has_replay: maybe(isSent, constant("CAST(s % 10 = 0, 'Bool')")),
  tab_id: when(isSent, uuid(sql`concat('tab', toString(s))`)),
  connectivity_status: when(isSent, str('connected')),
  connectivity_effective_type: when(isSent, str('4g')),
  geo_country: when(
    isSent,
    ofPlace((of) => of.name),
  ),
  geo_country_iso_code: when(
    isSent,
    ofPlace((of) => of.code),
  ),
  geo_country_subdivision: when(
    isSent,
    ofPlace((of) => of.region),
  ),
  geo_city: when(
    isSent,
    sql`arrayElement([${join(COUNTRIES.map((of) => strings(of.cities)))}], 1 + place)[1 + device % 3]`,
  ),
  geo_continent: when(
    isSent,
    ofPlace((of) => of.continent),
  ),
  geo_continent_code: when(
    isSent,
    ofPlace((of) => of.continentCode),
  ),
  device_type: when(isSent, constant("multiIf(shape < 58, 'Desktop', shape < 94, 'Mobile', 'Tablet')")),
  device_brand: when(
    constant('kind != 3 AND shape >= 58'),
    sql`${nth(['Apple', 'Samsung', 'Google', 'Xiaomi'], sql`shape`)}`,
  ),
  device_locale: when(
    isView,
    ofPlace((of) => of.locale),
  ),
  device_time_zone: when(
    isView,
    ofPlace((of) => of.zone),
  ),
  os_name: when(
    isSent,
    constant(
      "multiIf(shape < 38, 'Windows', shape < 54, 'Mac OS X', shape < 58, 'Linux', shape % 2, 'iOS', 'Android')",
    ),
  ),
  os_version: when(isSent, sql`concat(toString(10 + shape % 9), '.', toString(shape % 4))`),
  os_version_major: when(isSent, constant('toString(10 + shape % 9)')),
  browser_name: when(isSent, weighted(BROWSERS, lot('browser', sql`device`))),
  browser_version: when(isSent, sql`concat(toString(140 + ${lot('browser version', sql`device`)} % 12), '.0.0.0')`),
  browser_version_major: when(isSent, sql`toString(140 + ${lot('browser version', sql`device`)} % 12)`),
  display_viewport_width: maybe(
    isSent,
    constant('toFloat64(if(shape < 58, 1280 + 64 * (shape % 11), 360 + 6 * (shape % 12)))'),
  ),
  display_viewport_height: maybe(
    isSent,
    constant('toFloat64(if(shape < 58, 720 + 40 * (shape % 9), 640 + 20 * (shape % 14)))'),
  ),
}

const path = sql`if(position(page, '?') > 0, replaceOne(page, '?', toString(1 + ${lot('thing', constant('s'), constant('visit'))} % 5000)), page)`

const ofView: Record<string, Sql> = {
  view_id: when(isSent, uuid(sql`concat('view', toString(s), '-', toString(visit))`)),
  view_name: when(isSent, constant('page')),
  view_url: when(isSent, sql`concat(${str(ORIGIN)}, path)`),
  view_url_host: when(isSent, str(new URL(ORIGIN).host)),
  view_url_path: when(isSent, constant('path')),
  view_url_path_group: when(isSent, constant('page')),
  view_url_scheme: when(isSent, str('https')),
  view_referrer: when(
    isSent,
    weighted(
      { 'https://www.google.com/': 5, '': 3, 'https://news.example.org/': 1, 'https://mail.example.com/': 1 },
      lot('referrer', constant('s')),
    ),
  ),
  view_loading_type: when(isView, constant("if(visit = 1, 'initial_load', 'route_change')")),
  view_is_active: maybe(isView, constant("CAST(0, 'Bool')")),
  view_time_spent: maybe(isView, constant('toInt64(1000000 * spent)')),
  view_action_count: maybe(isView, constant('toInt64(clicked)')),
  view_error_count: maybe(isView, constant('toInt64(failed)')),
  view_resource_count: maybe(isView, sql`toInt64(${drawn('resources')} % 30)`),
  view_long_task_count: maybe(isView, sql`toInt64(${drawn('long tasks')} % 4)`),
  view_frustration_count: maybe(isView, constant('toInt64(0)')),
  view_loading_time: maybe(isView, took('loading', 900)),
  view_first_byte: maybe(constant('kind = 0 AND visit = 1'), took('first byte', 180)),
  view_first_contentful_paint: maybe(constant('kind = 0 AND visit = 1'), took('fcp', 700)),
  view_largest_contentful_paint: maybe(constant('kind = 0 AND visit = 1'), took('lcp', 1100)),
  view_interaction_to_next_paint: maybe(isView, took('inp', 60)),
  view_cumulative_layout_shift: maybe(isView, sql`round(0.3 * ${share('cls', ...e)}, 4)`),
  view_dom_interactive: maybe(constant('kind = 0 AND visit = 1'), took('interactive', 600)),
  view_dom_content_loaded: maybe(constant('kind = 0 AND visit = 1'), took('content', 650)),
  view_dom_complete: maybe(constant('kind = 0 AND visit = 1'), took('complete', 1000)),
  view_load_event: maybe(constant('kind = 0 AND visit = 1'), took('load event', 1010)),
  display_scroll_max_depth: maybe(isView, sql`toFloat64(600 + ${drawn('scroll')} % 3000)`),
  display_scroll_max_scroll_height: maybe(isView, sql`toFloat64(3600 + ${drawn('height')} % 800)`),
  privacy_replay_level: when(isView, str('mask-user-input')),
  dd_document_version: maybe(isView, constant('toInt64(2 + clicked)')),
}

const target = nth(TARGETS, sql`(11 * page_no + ${drawn('target')} % 9)`)

const ofAction: Record<string, Sql> = {
  action_id: sql`if(${isAction}, [event_id], [])`,
  action_type: when(isAction, constant("if(target_no % 8 = 7, 'custom', 'click')")),
  action_target_name: when(isAction, constant('target')),
  action_name: when(isAction, constant("if(target_no % 8 = 7, target, concat('click on ', target))")),
  action_loading_time: maybe(isAction, took('action', 120)),
  action_error_count: maybe(isAction, constant('toInt64(0)')),
  action_resource_count: maybe(isAction, sql`toInt64(${drawn('action resources')} % 5)`),
  action_long_task_count: maybe(isAction, constant('toInt64(0)')),
  action_frustration_type: sql`CAST(if(${isAction} AND ${drawn('frustration')} % 40 = 0, [${nth(['rage_click', 'dead_click', 'error_click'], drawn('which'))}], []), 'Array(String)')`,
  dd_action_target_selector: when(
    isAction,
    sql`concat('#main>SECTION:nth-of-type(', toString(1 + target_no % 5), ')>BUTTON.', replaceAll(lower(target), ' ', '-'))`,
  ),
  dd_action_target_width: maybe(isAction, constant('toFloat64(80 + target_no % 120)')),
  dd_action_target_height: maybe(isAction, constant('toFloat64(40)')),
  dd_action_position_x: maybe(isAction, sql`toFloat64(${drawn('x')} % (80 + target_no % 120))`),
  dd_action_position_y: maybe(isAction, sql`toFloat64(${drawn('y')} % 40)`),
  dd_action_name_source: when(isAction, str('text_content')),
}

const ofError: Record<string, Sql> = {
  error_id: when(isError, constant('event_id')),
  error_message: when(isError, nth(ERRORS, drawn('error'))),
  error_type: when(
    isError,
    nth(['TypeError', 'TypeError', 'ChunkLoadError', 'Error', 'Error', 'QuotaExceededError', 'Error'], drawn('error')),
  ),
  error_source: when(
    isError,
    nth(['source', 'network', 'source', 'console', 'network', 'source', 'custom'], drawn('error')),
  ),
  error_handling: when(isError, nth(['unhandled', 'handled'], drawn('handling'))),
}

const ofUser: Record<string, Sql> = {
  usr_id: when(constant('known'), sql`concat('u-', toString(person))`),
  usr_name: when(
    constant('known'),
    sql`concat(${nth(['Ada', 'Bo', 'Chi', 'Dov', 'Eve', 'Finn', 'Gita', 'Hugo'], lot('first name', sql`person`))}, ' ', ${nth(['Abe', 'Berg', 'Cruz', 'Diaz', 'Endo', 'Fox', 'Gill', 'Hahn', 'Ito', 'Jung'], lot('last name', sql`person`))})`,
  ),
  usr_email: when(constant('known'), sql`concat('u', toString(person), '@example.com')`),
  usr_anonymous_id: when(isSent, uuid(sql`concat('device', toString(device))`)),
  account_id: when(constant('known AND person % 3 = 0'), sql`concat('acc-', toString(intDiv(person, 40)))`),
  account_name: when(constant('known AND person % 3 = 0'), sql`concat('Company ', toString(intDiv(person, 40)))`),
  event_name: when(isServer, nth(SERVER_EVENTS, drawn('server event'))),
}

/** Columns of a row of `events_hot`; what is not here is empty. Over the rows of `visits`, an event each. */
export const columnsOf = ({ applicationId }: Traffic): Record<string, Sql> => ({
  type: sql`arrayElement(['view', 'action', 'error', 'server'], 1 + kind)`,
  date: sql`fromUnixTimestamp64Milli(moment, 'UTC')`,
  application_id: str(applicationId),
  application_name: str(APPLICATION_NAME),
  session_id: when(isSent, constant('session')),
  event_id: constant('event_id'),
  session_key: sql`if(${isServer}, ${keyOf('e', applicationId, sql`event_id`)}, ${keyOf('s', applicationId, sql`session`)})`,
  arrival: sql`bitShiftLeft(s + 1, 20) + place_in`,
  received_at: sql`fromUnixTimestamp64Milli(moment + ${i64(900)} + if(${isView}, spent, 0), 'UTC')`,
  skew_ms: sql`toInt64(0)`,
  revision: sql`if(${isView}, bitShiftLeft(toUInt64(2 + clicked), 20), 0)`,
  session_ended: sql`false`,
  ...ofSender,
  ...ofView,
  ...ofAction,
  ...ofError,
  ...ofUser,
})

/** What columns share, each worked out once. */
export const SHARED: Record<string, Sql> = {
  moment: constant('started + at_ms'),
  session: uuid(sql`concat('session', toString(s))`),
  event_id: sql`if(${isView}, ${uuid(sql`concat('view', toString(s), '-', toString(visit))`)}, ${uuid(sql`concat('event', toString(s), '-', toString(place_in))`)})`,
  page: sql`arrayElement(${strings(PAGES)}, 1 + page_no)`,
  path,
  target_no: sql`(11 * page_no + ${drawn('target')} % 9)`,
  target,
}
