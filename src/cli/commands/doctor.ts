import { access, constants, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { openPlaces } from '../../intake/enrich/place.ts'
import { type Config, resolveConfig } from '../config.ts'
import type { CliContext } from './context.ts'

/** One thing looked at: what it is, whether it is well, and what to do if not. */
interface Finding {
  name: string
  well: boolean
  says: string
}

/** `wayworn doctor`: looks at what a server needs here, and at a running one. Exits with 1 if something is amiss. */
export const registerDoctor = (program: Command, ctx: CliContext): void => {
  program
    .command('doctor')
    .description('Look at what a server needs on this machine, and how a running one is doing')
    .option('--data <folder>', 'the data folder to look at')
    .action(async (flags: Record<string, unknown>) => {
      const config = resolveConfig(flags, process.env)
      const findings = [
        nodeVersion(),
        await dataFolder(config),
        await embeddedEngine(config),
        await places(config),
        await running(ctx),
      ]
      for (const { name, well, says } of findings) ctx.out(`${well ? 'ok   ' : 'AMISS'}  ${name.padEnd(12)} ${says}`)
      if (findings.some((finding) => !finding.well)) process.exitCode = 1
    })
}

const nodeVersion = (): Finding => {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  const well = major > 20 || (major === 20 && minor >= 19)
  return {
    name: 'node',
    well,
    says: well ? process.version : `${process.version} is too old: install Node 20.19 or newer`,
  }
}

const dataFolder = async ({ data }: Config): Promise<Finding> => {
  const folder = path.resolve(data)
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK)
    return { name: 'data folder', well: true, says: `${folder} can be written` }
  } catch (error) {
    return {
      name: 'data folder',
      well: false,
      says: `${folder}: ${(error as Error).message}. Choose another with --data`,
    }
  }
}

const embeddedEngine = async ({ clickhouseUrl }: Config): Promise<Finding> => {
  if (clickhouseUrl) return { name: 'engine', well: true, says: 'a ClickHouse by WAYWORN_CLICKHOUSE_URL' }
  try {
    await import('chdb/connection')
    return { name: 'engine', well: true, says: 'embedded chDB is installed' }
  } catch {
    const says = `no embedded engine for ${process.platform}-${process.arch}: set WAYWORN_CLICKHOUSE_URL, or use Linux (glibc), WSL2 or macOS`
    return { name: 'engine', well: false, says }
  }
}

const places = async ({ placesFile }: Config): Promise<Finding> => {
  const { available, source } = await openPlaces({ file: placesFile })
  return { name: 'places', well: true, says: available ? source : `${source}: countries and cities stay empty` }
}

const running = async (ctx: CliContext): Promise<Finding> => {
  try {
    const response = await ctx.fetch('/readyz')
    if (response.ok) return { name: 'server', well: true, says: 'running and ready' }
    const detail = (JSON.parse(await response.text()) as { errors?: { detail?: string }[] }).errors?.[0]?.detail
    return { name: 'server', well: false, says: detail ?? `answers ${response.status}` }
  } catch (error) {
    return { name: 'server', well: true, says: `not running: ${(error as Error).message}` }
  }
}
