import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, constants, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

export interface FoundChromium {
  path: string
  /** What it needs in its environment. */
  env: Record<string, string>
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** `CHROMIUM_PATH`, else an installed Chromium or Chrome, else the one that the package @sparticuz/chromium brings. */
export const findChromium = async (): Promise<FoundChromium> => {
  const given = process.env.CHROMIUM_PATH
  if (given) return { path: given, env: {} }
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const path of [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC]) {
    if (await isProgram(path)) return { path, env: {} }
  }
  return fromPackage()
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

const require = createRequire(import.meta.url)

/** The package unpacks into the temporary folder; ours is a folder of its own, complete or absent, shared by all tests. */
const fromPackage = async (): Promise<FoundChromium> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found. Install Chrome or Chromium, or name its program in CHROMIUM_PATH.')
  }
  const { version } = require(join(packageFolder(), 'package.json')) as { version: string }
  const home = join(tmpdir(), `wayworn-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (!existsSync(home)) await unpack(home)
  return { path: join(home, 'chromium'), env: await envFor(home) }
}

const packageFolder = (): string => dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))))

/** Libraries come with the package for AWS Lambda, and are unpacked when it believes to be there. */
const UNPACK = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"

const unpack = async (home: string): Promise<void> => {
  const draft = await mkdtemp(`${home}-`)
  const env = { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' }
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], { cwd: import.meta.dirname, env })
  const fonts = `<fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`
  await writeFile(join(draft, 'fonts.conf'), `<?xml version="1.0"?>\n${fonts}\n`)
  await rename(draft, home).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // another test was first
  })
}

/** A bare machine lacks libnss3 or fonts: then those of the package serve. */
const envFor = async (home: string): Promise<Record<string, string>> => {
  const known = await promisify(execFile)('/sbin/ldconfig', ['-p']).catch(() => ({ stdout: '' }))
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
  return {
    ...(known.stdout.includes('libnss3.so') ? {} : { LD_LIBRARY_PATH: libraries }),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(home, 'fonts.conf') }),
  }
}
