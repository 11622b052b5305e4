// After `npm install <package>`: node scripts/complete-lock.mjs
// Writes into package-lock.json the optional packages of other platforms that npm left out, which it does for those that
// the registry at hand does not have. Without them `npm ci` refuses the lock, and other platforms get no engine.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']
const LIBRARIES = { musl: 'musl', gnu: 'glibc' }

/** What the name of a platform's package says of the platform, in the lock file's fields. */
const platformOf = (name) => {
  const words = name.split(/[/-]/)
  const system = SYSTEMS.find((one) => words.includes(one))
  const processor = PROCESSORS.find((one) => words.includes(one))
  const library = Object.keys(LIBRARIES).find((one) => words.includes(one))
  return {
    ...(processor && { cpu: [processor] }),
    ...(library && system === 'linux' && { libc: [LIBRARIES[library]] }),
    ...(system && { os: [system] }),
  }
}

const file = join(ROOT, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

for (const [path, { dev, optionalDependencies }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const isLocked = `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages
    if (isLocked || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) }
    console.log(`Added ${name} ${version}`)
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
