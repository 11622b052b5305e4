import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import type { LabelDefinition } from '../model/action-label/definition.ts'
import type { ImportedColumn, ImportedFile } from '../model/audience/imported.ts'
import type { Rule } from '../model/audience/rule.ts'
import type { MemberKey, Upload } from '../model/audience/upload.ts'
import type { Role } from './role.ts'

/** Tables as the code sees them. What makes them is in `migrations/`; a contract test holds the two together. */
export const wayworn = pgSchema('wayworn')

export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** `user` of better-auth, with role and state of ours. */
export const people = wayworn.table('people', {
  id: text('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  disabled: boolean('disabled').notNull().default(false),
  emailVerified: boolean('email_verified').notNull().default(true),
  image: text('image'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  lastSignInAt: moment('last_sign_in_at'),
})

/** `session` of better-auth. */
export const sessions = wayworn.table(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    token: text('token').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    ipAddress: text('address'),
    userAgent: text('user_agent'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_of_person').on(table.userId)],
)

/** `account` of better-auth: a password, or later a sign-in through another provider. */
export const credentials = wayworn.table(
  'credentials',
  {
    id: text('id').primaryKey(),
    userId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    providerId: text('provider_id').notNull(),
    accountId: text('account_id').notNull(),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('credentials_of_person').on(table.userId)],
)

/** `verification` of better-auth: one-time sign-in links, as hashes. */
export const verifications = wayworn.table(
  'verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('verifications_by_identifier').on(table.identifier)],
)

export const applications = wayworn.table('applications', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  type: text('type').notNull(),
  clientToken: text('client_token').notNull().unique(),
  keepPlace: boolean('keep_place').notNull().default(true),
  rateLimit: integer('rate_limit').notNull().default(0),
  createdBy: text('created_by').notNull(),
  updatedBy: text('updated_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  firstEventAt: moment('first_event_at'),
})

/** API keys (`owner_id` says who made them) and application keys (they act for their owner). */
export const keys = wayworn.table('keys', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<'api' | 'application'>().notNull(),
  name: text('name').notNull(),
  hash: text('hash').notNull().unique(),
  last4: text('last4').notNull(),
  role: text('role').$type<Role>().notNull(),
  ownerId: text('owner_id').references(() => people.id, { onDelete: 'set null' }),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  lastUsedAt: moment('last_used_at'),
})

/** Segments of rules have a definition, those of a file what was uploaded last. */
export const segments = wayworn.table('segments', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  audience: text('audience').$type<'users' | 'accounts'>().notNull(),
  definition: jsonb('definition').$type<Rule>(),
  upload: jsonb('upload').$type<Upload>(),
  createdBy: text('created_by').notNull(),
  updatedBy: text('updated_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

export const settings = wayworn.table('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** What the server needs to keep to itself, such as the key that signs its cookies. */
export const secrets = wayworn.table('secrets', { key: text('key').primaryKey(), value: text('value').notNull() })

export const picture = wayworn.table('picture', {
  id: integer('id').primaryKey(),
  committed: bigint('committed', { mode: 'bigint' }).notNull(),
  removed: bigint('removed', { mode: 'bigint' }).notNull(),
  reopened: bigint('reopened', { mode: 'bigint' }).notNull(),
})

export const audit = wayworn.table('audit', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: moment('at').notNull().defaultNow(),
  actorKind: text('actor_kind').notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  address: text('address').notNull(),
})

/** A chart is its request; `attributes` are those that it asks for, `view` is how the web app shows it. */
export const charts = wayworn.table('charts', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  kind: text('kind').notNull(),
  request: jsonb('request').$type<object>().notNull(),
  view: jsonb('view').$type<object>().notNull(),
  attributes: text('attributes').array().notNull(),
  createdBy: text('created_by').notNull(),
  updatedBy: text('updated_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

const ofPerson = () =>
  text('person_id')
    .notNull()
    .references(() => people.id, { onDelete: 'cascade' })
const ofChart = () =>
  text('chart_id')
    .notNull()
    .references(() => charts.id, { onDelete: 'cascade' })

export const chartStars = wayworn.table('chart_stars', { personId: ofPerson(), chartId: ofChart() }, (table) => [
  primaryKey({ columns: [table.personId, table.chartId] }),
])

export const defaultCharts = wayworn.table('default_charts', {
  personId: ofPerson().primaryKey(),
  chartId: ofChart(),
})

/** `id` is a hash of the query, which may be long. */
export const recentSearches = wayworn.table(
  'recent_searches',
  {
    personId: ofPerson(),
    id: text('id').notNull(),
    query: text('query').notNull(),
    usedAt: moment('used_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.id] })],
)

/** What editors say about attributes; null where nothing is said. `id` is a hash of the path, which may be long. */
export const facetSettings = wayworn.table('facet_settings', {
  id: text('id').primaryKey(),
  path: text('path').notNull(),
  label: text('label'),
  group: text('facet_group'),
  unit: text('unit'),
  description: text('description'),
  updatedBy: text('updated_by').notNull(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** Names over captured actions. */
export const labelledActions = wayworn.table('labelled_actions', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  description: text('description').notNull().default(''),
  tags: text('tags').array().notNull(),
  definitions: jsonb('definitions').$type<LabelDefinition[]>().notNull(),
  createdBy: text('created_by').notNull(),
  updatedBy: text('updated_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** Tables of attributes made from files; their rows lie in the engine. */
export const imports = wayworn.table('imports', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  audience: text('audience').$type<'users' | 'accounts'>().notNull(),
  key: text('key').$type<MemberKey>().notNull(),
  columns: jsonb('columns').$type<ImportedColumn[]>().notNull(),
  kept: jsonb('kept').$type<ImportedColumn[]>().notNull(),
  version: bigint('version', { mode: 'number' }).notNull(),
  file: jsonb('file').$type<ImportedFile>().notNull(),
  createdBy: text('created_by').notNull(),
  updatedBy: text('updated_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** Moments of recordings, kept as backgrounds of heatmaps. */
export const heatmapSnapshots = wayworn.table('heatmap_snapshots', {
  id: text('id').primaryKey(),
  applicationId: text('application_id').notNull(),
  viewName: text('view_name').notNull(),
  deviceType: text('device_type').notNull(),
  isDeviceTypeSelectedByUser: boolean('is_device_type_selected_by_user').notNull(),
  eventId: text('event_id').notNull(),
  sessionId: text('session_id'),
  viewId: text('view_id'),
  start: bigint('start', { mode: 'number' }).notNull(),
  snapshotName: text('snapshot_name').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  modifiedAt: moment('modified_at').notNull().defaultNow(),
})
