/**
 * The attributes that have a column of their own. One row here is a column of the event tables, a field that intake
 * fills, a name that searches and group-bys may use, and a line of docs/reference/attributes.md.
 * Everything else an event carries stays searchable too: see `placeOf`.
 */

export type EventType = 'session' | 'view' | 'action' | 'error' | 'resource' | 'long_task' | 'vital' | 'server'

export const EVENT_TYPES: readonly EventType[] = [
  'session',
  'view',
  'action',
  'error',
  'resource',
  'long_task',
  'vital',
  'server',
]

/** How a value is compared and counted. `strings` is a list of which any element may match. */
export type ValueType = 'string' | 'number' | 'boolean' | 'time' | 'strings'

/** `ns` nanoseconds, `ms` epoch milliseconds, `px` CSS pixels. */
export type Unit = 'ns' | 'ms' | 'px' | 'bytes'

/**
 * How the column is kept: `enum` few distinct values, `text` many, `int` a nullable 64-bit integer, `float` a nullable
 * double, `bool` a nullable boolean, `list` several short strings, `time` milliseconds UTC.
 */
export type Storage = 'enum' | 'text' | 'int' | 'float' | 'bool' | 'list' | 'time'

export interface Attribute {
  /** As people write it, without the `@`. */
  path: string
  column: string
  storage: Storage
  type: ValueType
  unit?: Unit
  /** `session`: made by us from the whole session and present on each of its events. */
  level?: 'session'
  label: string
  group: Group
}

export type Group =
  | 'Event'
  | 'Application'
  | 'Session'
  | 'View'
  | 'Action'
  | 'Server event'
  | 'User'
  | 'Account'
  | 'Geo'
  | 'Device'
  | 'Error'
  | 'Resource'
  | 'Performance'
  | 'Internal'

const VALUE_TYPE: Record<Storage, ValueType> = {
  enum: 'string',
  text: 'string',
  int: 'number',
  float: 'number',
  bool: 'boolean',
  list: 'strings',
  time: 'time',
}

type Rest = Partial<Pick<Attribute, 'unit' | 'level' | 'column'>>

const attribute = (group: Group, path: string, storage: Storage, label: string, rest: Rest = {}): Attribute => ({
  path,
  column: path.replace(/^_/, '').replaceAll('.', '_'),
  storage,
  type: VALUE_TYPE[storage],
  label,
  group,
  ...rest,
})

const viewOfSession = (which: 'initial_view' | 'last_view', label: string): Attribute[] => [
  attribute('Session', `session.${which}.id`, 'text', `${label} view id`, { level: 'session' }),
  attribute('Session', `session.${which}.name`, 'enum', `${label} view name`, { level: 'session' }),
  attribute('Session', `session.${which}.url`, 'text', `${label} view URL`, { level: 'session' }),
  attribute('Session', `session.${which}.url_host`, 'enum', `${label} view host`, { level: 'session' }),
  attribute('Session', `session.${which}.url_path`, 'text', `${label} view path`, { level: 'session' }),
  attribute('Session', `session.${which}.url_path_group`, 'enum', `${label} view path group`, { level: 'session' }),
]

export const ATTRIBUTES: readonly Attribute[] = [
  attribute('Event', 'type', 'enum', 'Event type'),
  attribute('Event', 'date', 'time', 'Time', { unit: 'ms' }),
  attribute('Event', 'service', 'enum', 'Service'),
  attribute('Event', 'version', 'enum', 'Version'),
  attribute('Event', 'env', 'enum', 'Environment'),
  attribute('Event', 'source', 'enum', 'Source'),
  attribute('Event', 'sdk_version', 'enum', 'SDK version'),

  attribute('Application', 'application.id', 'enum', 'Application id'),
  attribute('Application', 'application.name', 'enum', 'Application'),

  attribute('Session', 'session.id', 'text', 'Session id'),
  attribute('Session', 'session.type', 'enum', 'Session type'),
  attribute('Session', 'session.has_replay', 'bool', 'Has replay'),
  attribute('Session', 'session.is_active', 'bool', 'Session is active', { level: 'session' }),
  attribute('Session', 'session.time_spent', 'int', 'Session duration', { unit: 'ns', level: 'session' }),
  attribute('Session', 'session.view.count', 'int', 'Views in session', { level: 'session' }),
  attribute('Session', 'session.action.count', 'int', 'Actions in session', { level: 'session' }),
  attribute('Session', 'session.error.count', 'int', 'Errors in session', { level: 'session' }),
  attribute('Session', 'session.resource.count', 'int', 'Resources in session', { level: 'session' }),
  attribute('Session', 'session.long_task.count', 'int', 'Long tasks in session', { level: 'session' }),
  attribute('Session', 'session.frustration.count', 'int', 'Frustrations in session', { level: 'session' }),
  attribute('Session', 'session.referrer', 'text', 'Session referrer', { level: 'session' }),
  ...viewOfSession('initial_view', 'First'),
  ...viewOfSession('last_view', 'Last'),

  attribute('View', 'view.id', 'text', 'View id'),
  attribute('View', 'view.name', 'enum', 'View name'),
  attribute('View', 'view.url', 'text', 'View URL'),
  attribute('View', 'view.referrer', 'text', 'View referrer'),
  attribute('View', 'view.url_host', 'enum', 'URL host'),
  attribute('View', 'view.url_path', 'text', 'URL path'),
  attribute('View', 'view.url_path_group', 'enum', 'URL path group'),
  attribute('View', 'view.url_scheme', 'enum', 'URL scheme'),
  attribute('View', 'view.url_hash', 'text', 'URL hash'),
  attribute('View', 'view.loading_type', 'enum', 'Loading type'),
  attribute('View', 'view.is_active', 'bool', 'View is active'),
  attribute('View', 'view.in_foreground', 'bool', 'In foreground'),
  attribute('View', 'view.time_spent', 'int', 'Time spent', { unit: 'ns' }),
  attribute('View', 'view.action.count', 'int', 'Actions in view'),
  attribute('View', 'view.error.count', 'int', 'Errors in view'),
  attribute('View', 'view.resource.count', 'int', 'Resources in view'),
  attribute('View', 'view.long_task.count', 'int', 'Long tasks in view'),
  attribute('View', 'view.frustration.count', 'int', 'Frustrations in view'),
  attribute('View', 'view.crash.count', 'int', 'Crashes in view'),
  attribute('View', 'display.viewport.width', 'float', 'Viewport width', { unit: 'px' }),
  attribute('View', 'display.viewport.height', 'float', 'Viewport height', { unit: 'px' }),
  attribute('View', 'display.scroll.max_depth', 'float', 'Scroll depth', { unit: 'px' }),
  attribute('View', 'display.scroll.max_depth_scroll_top', 'float', 'Scroll top', { unit: 'px' }),
  attribute('View', 'display.scroll.max_scroll_height', 'float', 'Page height', { unit: 'px' }),
  attribute('View', 'display.scroll.max_scroll_height_time', 'int', 'Page height reached after', { unit: 'ns' }),
  attribute('View', 'privacy.replay_level', 'enum', 'Replay privacy level'),

  attribute('Performance', 'view.loading_time', 'int', 'Loading time', { unit: 'ns' }),
  attribute('Performance', 'view.first_byte', 'int', 'First byte', { unit: 'ns' }),
  attribute('Performance', 'view.first_contentful_paint', 'int', 'First contentful paint', { unit: 'ns' }),
  attribute('Performance', 'view.largest_contentful_paint', 'int', 'Largest contentful paint', { unit: 'ns' }),
  attribute('Performance', 'view.first_input_delay', 'int', 'First input delay', { unit: 'ns' }),
  attribute('Performance', 'view.interaction_to_next_paint', 'int', 'Interaction to next paint', { unit: 'ns' }),
  attribute('Performance', 'view.interaction_to_next_view_time', 'int', 'Interaction to next view', { unit: 'ns' }),
  attribute('Performance', 'view.network_settled_time', 'int', 'Network settled', { unit: 'ns' }),
  attribute('Performance', 'view.cumulative_layout_shift', 'float', 'Cumulative layout shift'),
  attribute('Performance', 'view.dom_interactive', 'int', 'DOM interactive', { unit: 'ns' }),
  attribute('Performance', 'view.dom_content_loaded', 'int', 'DOM content loaded', { unit: 'ns' }),
  attribute('Performance', 'view.dom_complete', 'int', 'DOM complete', { unit: 'ns' }),
  attribute('Performance', 'view.load_event', 'int', 'Load event', { unit: 'ns' }),

  attribute('Action', 'action.id', 'list', 'Action id'),
  attribute('Action', 'action.type', 'enum', 'Action type'),
  attribute('Action', 'action.name', 'enum', 'Action name'),
  attribute('Action', 'action.target.name', 'enum', 'Action target'),
  attribute('Action', 'action.loading_time', 'int', 'Action loading time', { unit: 'ns' }),
  attribute('Action', 'action.error.count', 'int', 'Errors of action'),
  attribute('Action', 'action.resource.count', 'int', 'Resources of action'),
  attribute('Action', 'action.long_task.count', 'int', 'Long tasks of action'),
  attribute('Action', 'action.crash.count', 'int', 'Crashes of action'),
  attribute('Action', 'action.frustration.type', 'list', 'Frustration'),
  attribute('Action', '_dd.action.target.selector', 'text', 'Element selector'),
  attribute('Action', '_dd.action.target.composed_path_selector', 'text', 'Element path'),
  attribute('Action', '_dd.action.target.permanent_id', 'text', 'Element permanent id'),
  attribute('Action', '_dd.action.target.width', 'float', 'Element width', { unit: 'px' }),
  attribute('Action', '_dd.action.target.height', 'float', 'Element height', { unit: 'px' }),
  attribute('Action', '_dd.action.position.x', 'float', 'Click x in element', { unit: 'px' }),
  attribute('Action', '_dd.action.position.y', 'float', 'Click y in element', { unit: 'px' }),
  attribute('Action', '_dd.action.name_source', 'enum', 'Source of the name'),

  attribute('Server event', 'event.name', 'enum', 'Event name'),

  attribute('User', 'usr.id', 'text', 'User id'),
  attribute('User', 'usr.name', 'text', 'User name'),
  attribute('User', 'usr.email', 'text', 'User email'),
  attribute('User', 'usr.anonymous_id', 'text', 'Anonymous id'),
  attribute('Account', 'account.id', 'text', 'Account id'),
  attribute('Account', 'account.name', 'text', 'Account name'),

  attribute('Geo', 'geo.country', 'enum', 'Country'),
  attribute('Geo', 'geo.country_iso_code', 'enum', 'Country code'),
  attribute('Geo', 'geo.country_subdivision', 'enum', 'Region'),
  attribute('Geo', 'geo.city', 'enum', 'City'),
  attribute('Geo', 'geo.continent', 'enum', 'Continent'),
  attribute('Geo', 'geo.continent_code', 'enum', 'Continent code'),

  attribute('Device', 'device.type', 'enum', 'Device type'),
  attribute('Device', 'device.brand', 'enum', 'Device brand'),
  attribute('Device', 'device.model', 'enum', 'Device model'),
  attribute('Device', 'device.name', 'enum', 'Device name'),
  attribute('Device', 'device.locale', 'enum', 'Locale'),
  attribute('Device', 'device.time_zone', 'enum', 'Device time zone'),
  attribute('Device', 'os.name', 'enum', 'OS'),
  attribute('Device', 'os.version', 'enum', 'OS version'),
  attribute('Device', 'os.version_major', 'enum', 'OS major version'),
  attribute('Device', 'browser.name', 'enum', 'Browser'),
  attribute('Device', 'browser.version', 'enum', 'Browser version'),
  attribute('Device', 'browser.version_major', 'enum', 'Browser major version'),
  attribute('Device', 'connectivity.status', 'enum', 'Connectivity'),
  attribute('Device', 'connectivity.effective_type', 'enum', 'Connection type'),

  attribute('Error', 'error.id', 'text', 'Error id'),
  attribute('Error', 'error.message', 'text', 'Error message'),
  attribute('Error', 'error.type', 'enum', 'Error type'),
  attribute('Error', 'error.source', 'enum', 'Error source'),
  attribute('Error', 'error.handling', 'enum', 'Error handling'),
  attribute('Error', 'error.category', 'enum', 'Error category'),
  attribute('Error', 'error.fingerprint', 'text', 'Error fingerprint'),
  attribute('Error', 'error.is_crash', 'bool', 'Is a crash'),
  attribute('Error', 'error.stack', 'text', 'Error stack'),

  attribute('Resource', 'resource.id', 'text', 'Resource id'),
  attribute('Resource', 'resource.type', 'enum', 'Resource type'),
  attribute('Resource', 'resource.url', 'text', 'Resource URL'),
  attribute('Resource', 'resource.method', 'enum', 'Resource method'),
  attribute('Resource', 'resource.status_code', 'int', 'Status code'),
  attribute('Resource', 'resource.duration', 'int', 'Resource duration', { unit: 'ns' }),
  attribute('Resource', 'resource.size', 'int', 'Resource size', { unit: 'bytes' }),

  attribute('Performance', 'long_task.duration', 'int', 'Long task duration', { unit: 'ns' }),
  attribute('Performance', 'long_task.blocking_duration', 'int', 'Blocking duration', { unit: 'ns' }),
  attribute('Performance', 'long_task.entry_type', 'enum', 'Long task kind'),
  attribute('Performance', 'vital.name', 'enum', 'Vital name'),
  attribute('Performance', 'vital.type', 'enum', 'Vital type'),
  attribute('Performance', 'vital.duration', 'float', 'Vital duration', { unit: 'ns' }),
  attribute('Performance', 'vital.step_type', 'enum', 'Operation step'),
  attribute('Performance', 'vital.operation_key', 'text', 'Operation key'),
  attribute('Performance', 'vital.failure_reason', 'enum', 'Operation failure'),

  attribute('Internal', 'tab.id', 'text', 'Tab id'),
  attribute('Internal', 'synthetics.test_id', 'text', 'Synthetic test id'),
  attribute('Internal', 'ci_test.test_execution_id', 'text', 'CI test id'),
  attribute('Internal', '_dd.document_version', 'int', 'View document version'),
]

const BY_PATH = new Map(ATTRIBUTES.map((a) => [a.path, a]))

/** The attribute with a column of its own, if `path` (without `@`) names one. */
export const attributeOf = (path: string): Attribute | undefined => BY_PATH.get(path)

/** First parts of paths that the SDKs own. What they hold beyond the columns is kept as text. */
const SDK_ROOTS = new Set([
  ...ATTRIBUTES.filter((a) => !['usr', 'account', 'event'].includes(a.path.split('.')[0]!)).map(
    (a) => a.path.split('.')[0]!,
  ),
  'build_id',
  'build_version',
  'container',
  'ddtags',
  'freeze',
  'stream',
  'transition',
])

/** Paths below SDK roots that customers fill, and that are as searchable as `context`. */
const CUSTOM_BELOW = ['view.url_query.', 'view.custom_timings.']

/**
 * Where an event's value lies: `column` one of `ATTRIBUTES`; `custom` what customers set (`context.*`, `usr.*`,
 * `account.*`, `feature_flags.*`, fields of server events, query parameters), a JSON column, fast to group by;
 * `more` the rest of what the SDK sends (`resource.dns.duration`), text, slower.
 */
export type Place =
  | { kind: 'column'; attribute: Attribute }
  | { kind: 'custom'; path: string }
  | { kind: 'more'; path: string }

export const placeOf = (path: string): Place => {
  const known = attributeOf(path)
  if (known) return { kind: 'column', attribute: known }
  if (CUSTOM_BELOW.some((prefix) => path.startsWith(prefix))) return { kind: 'custom', path }
  return SDK_ROOTS.has(path.split('.')[0]!) ? { kind: 'more', path } : { kind: 'custom', path }
}

/** The path of an attribute that may be written as a facet is: `@view.name`. */
export const withoutAt = (path: string): string => (path.startsWith('@') ? path.slice(1) : path)
