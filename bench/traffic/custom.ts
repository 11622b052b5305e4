import { constant, join, type Sql, sql, str, strs } from '../../src/sql/sql.ts'
import { lot, nth } from './choice.ts'
import { COUNTRIES } from './places.ts'

/** A value of one type for each path; where the condition does not hold, the event has none. */
type Part = readonly [path: string, value: Sql, condition?: string]

const session = constant('s')
const thing = lot('thing', constant('s'), constant('visit'))

const PARTS: readonly Part[] = [
  [
    'context.shop.region',
    sql`lower(arrayElement([${join(COUNTRIES.map((of) => str(of.code)))}], 1 + place))`,
    'kind != 3',
  ],
  ['context.shop.currency', sql`arrayElement([${join(COUNTRIES.map((of) => str(of.currency)))}], 1 + place)`],
  ['context.shop.theme', nth(['light', 'dark', 'light'], lot('theme', constant('device'))), 'kind != 3'],
  ['context.experiment', nth(['control', 'a', 'b', 'c'], lot('experiment', constant('device'))), 'kind != 3'],
  ['context.product.sku', sql`concat('SKU-', toString(1 + ${thing} % 5000))`, "kind != 3 AND page = '/products/?'"],
  ['feature_flags.hero-variant', nth(['a', 'b'], lot('hero', constant('device'))), 'kind = 0'],
  ['usr.plan', nth(['free', 'free', 'club', 'business'], lot('plan', constant('person'))), 'known'],
]

const NUMBERS: readonly Part[] = [
  ['context.cart.items', sql`toInt64(1 + ${lot('items', session)} % 7)`, 'kind != 3 AND depth > 2'],
  ['usr.signup_year', sql`toInt64(2019 + ${lot('year', constant('person'))} % 8)`, 'known'],
]

/** Two decimals, as prices have; JSON written by JavaScript tells whole ones apart from others, and so does this. */
const PRICES: readonly Part[] = [
  ['context.cart.value', sql`(50 + 100 * (${lot('value', session)} % 400)) / 100`, 'kind != 3 AND depth > 2'],
  ['event.amount', sql`(50 + 100 * (${lot('value', session)} % 400)) / 100`, 'kind = 3'],
]

const quoted = ([path, value, condition = '1']: Part, of: (value: Sql) => Sql): Sql =>
  sql`if(${constant(condition)}, concat(${str(`,"${path}":`)}, ${of(value)}), '')`

/** The JSON text of what customers set. */
const text = sql`concat('{', substring(concat(${join([
  ...PARTS.map((part) => quoted(part, (value) => sql`'"', ${value}, '"'`)),
  ...[...NUMBERS, ...PRICES].map((part) => quoted(part, (value) => sql`toString(${value})`)),
  sql`if(kind = 0, concat(',"feature_flags.new-checkout":', if(${lot('flag', constant('device'))} % 2, 'true', 'false')), '')`,
])}), 2), '}')`

export const custom: Sql = sql`CAST(${text}, 'JSON(max_dynamic_paths = 512)')`

const CONFIGURATION =
  '"format_version":2,"drift":0,"configuration":{"session_sample_rate":100,"session_replay_sample_rate":10,"profiling_sample_rate":0,"trace_sample_rate":100},"sdk_name":"rum"'
const TAGS = ',"ddtags":"sdk_version:7.16.2,env:prod,service:shop-web"'

const MORE = [
  `{"_dd":{${CONFIGURATION},"page_states":[{"state":"active","start":0}]},"view":{"performance":{"cls":{"score":0.01}}}${TAGS},"session":{"sampled_for_replay":false}}`,
  `{"_dd":{${CONFIGURATION}}${TAGS}}`,
  `{"_dd":{${CONFIGURATION}}${TAGS}}`,
  '',
]

/** The other fields of the SDK. */
export const more: Sql = sql`arrayElement(${strs(MORE)}, 1 + kind)`
