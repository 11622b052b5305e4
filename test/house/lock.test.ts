import { expect, test } from 'vitest'
import { read } from './repository.ts'

interface Locked {
  version?: string
  resolved?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const packages: Record<string, Locked> = JSON.parse(read('package-lock.json')).packages

/** The places where Node looks for `name` from `path`, nearest first. */
const placesOf = (path: string, name: string): string[] => {
  const parts = path.split('node_modules/')
  return parts.map(
    (_, i) => `${parts.slice(0, parts.length - i).join('node_modules/')}${i ? '' : '/'}node_modules/${name}`,
  )
}

const isLocked = (path: string, name: string): boolean =>
  [...placesOf(path, name), `node_modules/${name}`].some((place) => place.replace(/^\//, '') in packages)

/** `npm install` beside an installed tree can leave the packages of other platforms out; `npm ci` then refuses. */
test('package-lock.json locks every package, those of other platforms too', () => {
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(path, name)),
  )
  expect([...new Set(missing)]).toEqual([])
})

test('package-lock.json says no download address', () => {
  expect(Object.keys(packages).filter((path) => packages[path]!.resolved !== undefined)).toEqual([])
})
