import { type Attribute, attributeOf } from '../model/attribute.ts'

const attributes = (paths: readonly string[]): readonly Attribute[] => paths.map((path) => attributeOf(path)!)

/** What tells one kind of event from another: the columns of `event_kinds`. */
export const KIND_ATTRIBUTES = attributes([
  'type',
  'view.name',
  'view.url_path_group',
  'action.type',
  'action.name',
  'action.target.name',
  'event.name',
])

/** What filters and breakdowns ask for most: a sequence row holds events that share these. */
export const STRETCH_ATTRIBUTES = attributes([
  'application.id',
  'usr.id',
  'usr.anonymous_id',
  'account.id',
  'session.id',
  'session.type',
  'service',
  'version',
  'env',
  'source',
  'geo.country',
  'geo.country_iso_code',
  'geo.country_subdivision',
  'geo.city',
  'geo.continent',
  'geo.continent_code',
  'device.type',
  'os.name',
  'browser.name',
])

/** Made from the whole session, so the same on all of its rows. */
export const WHOLE_SESSION_ATTRIBUTES = attributes([
  'session.is_active',
  'session.time_spent',
  'session.view.count',
  'session.action.count',
  'session.error.count',
  'session.frustration.count',
  'session.referrer',
  'session.initial_view.name',
  'session.last_view.name',
])

/** The types of events that sequences hold. */
export const SEQUENCE_TYPES = ['view', 'action', 'server'] as const
