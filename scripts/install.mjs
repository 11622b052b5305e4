// Installs the packages of package-lock.json where they are missing or others. Runs before `npm start` and `npm test`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './run.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Wayworn needs Node 20.19 or later; this is ${process.version}. Install a newer Node and try again.`)
  process.exit(1)
}

const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

const wanted = packagesOf(join(ROOT, 'package-lock.json'))
const present = packagesOf(join(ROOT, 'node_modules/.package-lock.json'))
// Optional packages are those of other platforms as well, so their absence says nothing; another version does.
const missing = Object.entries(wanted).filter(
  ([path, { version, optional, devOptional }]) =>
    path && present[path]?.version !== version && (path in present || !(optional || devOptional)),
)

if (missing.length > 0) {
  console.log(
    Object.keys(present).length === 0
      ? 'Installing packages with "npm ci": about 400 MB the first time, a few minutes.'
      : `Installing packages with "npm ci": ${missing.length} are missing or of another version, ${missing[0][0]} for one.`,
  )
  // The npm that called us, so that a second one on the PATH does not answer with other rules.
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--include=optional']
  const code = npm?.endsWith('.js') ? run(process.execPath, [npm, ...args]) : run('npm', args)
  if (code !== 0) {
    console.error(
      'The packages could not be installed. Look at the lines above; npm needs its registry and about 2 GB of disk.',
    )
    process.exit(code)
  }
}
