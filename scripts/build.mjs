// Builds dist/: one bundle for each vite.<part>.config.ts, and the licences of what they hold.
// Does nothing when no source has changed since the last build.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from './run.mjs'

const DIST = join(ROOT, 'dist')
const STAMP = join(DIST, 'sources.sha256')
const PROGRAM = join(DIST, 'cli.mjs')
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.web.json', 'scripts/build.mjs']

/** Folders of src/ whose files are served as they are. */
const AS_THEY_ARE = ['demo/shop', 'demo/recordings/captured']

const configs = readdirSync(ROOT).filter((file) => /^vite\.[\w-]+\.config\.ts$/.test(file))

const sources = () =>
  readdirSync(join(ROOT, 'src'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))

const hashOfSources = () => {
  const hash = createHash('sha256')
  for (const file of [...sources(), ...configs, ...SETTINGS].sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  return hash.digest('hex')
}

/** Builds one part into its folder of dist/ and gives what it bundles: `[{ name, version, identifier, text }]`. */
const buildPart = async (config) => {
  console.log(`Building ${config.split('.')[1]}`)
  const { build } = await import('vite')
  const fileName = '.licences.json'
  const result = await build({
    configFile: join(ROOT, config),
    logLevel: 'warn',
    build: { license: { fileName } },
  })
  const { output } = Array.isArray(result) ? result[0] : result
  return JSON.parse(output.find((file) => file.fileName === fileName).source)
}

/** The text of a package's NOTICE file, which its licence may want to be passed on. */
const noticeOf = (name) => {
  const folder = join(ROOT, 'node_modules', name)
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^notice(\.|$)/i.test(entry))
  return file ? `\nNotice:\n\n${readFileSync(join(folder, file), 'utf8')}\n` : ''
}

const writeLicences = (packages) => {
  const byName = new Map(packages.map((entry) => [`${entry.name} ${entry.version}`, entry]))
  const list = [...byName].sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(
    join(DIST, 'bundled.json'),
    JSON.stringify(list.map(([, { name, version, identifier }]) => ({ name, version, licence: identifier }))),
  )
  const chapters = list.map(
    ([title, { name, identifier, text }]) => `## ${title} (${identifier})\n\n${text ?? ''}\n${noticeOf(name)}`,
  )
  writeFileSync(join(DIST, 'LICENCES.md'), `# Licences of the packages inside these bundles\n\n${chapters.join('\n')}`)
}

const buildAll = async (hash) => {
  rmSync(DIST, { recursive: true, force: true })
  mkdirSync(DIST)
  const packages = []
  for (const config of configs) packages.push(...(await buildPart(config)))
  for (const folder of AS_THEY_ARE) cpSync(join(ROOT, 'src', folder), join(DIST, folder), { recursive: true })
  for (const file of ['.licences.json', 'web/.licences.json']) rmSync(join(DIST, file), { force: true })
  chmodSync(PROGRAM, 0o755)
  writeLicences(packages)
  writeFileSync(STAMP, hash)
}

const hash = hashOfSources()
if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) {
  console.log('dist/ is up to date.')
} else {
  await buildAll(hash).catch((error) => {
    console.error(`The build failed.\n${error.message}`)
    process.exit(1)
  })
}
