import { mkdir } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Log } from '../../api/app.ts'
import { openCatalog } from '../../catalog/open.ts'
import { migrate } from '../../engine/migrate.ts'
import { openEngine } from '../../engine/open.ts'
import { lockFolder } from '../../intake/log/folder-lock.ts'
import { deriveMissing, forgetSequences } from '../../sessions/derive.ts'
import { deriveMissingFacets } from '../../sessions/facet-rows.ts'
import { type Config, resolveConfig } from '../config.ts'
import { dataFolders } from '../data-folders.ts'
import { engineAddress } from '../serve/engine-address.ts'

/** `wayworn migrate`: brings both stores up to date without serving. `serve` does so at its start, too. */
export const registerMigrate = (program: Command, log: Log): void => {
  program
    .command('migrate')
    .description('Bring both stores to the newest form, while no server runs on them')
    .option('--data <folder>', 'folder of the embedded engines')
    .option('--clickhouse-url <url>', 'a ClickHouse server or cluster')
    .option('--clickhouse-cluster <name>', "the cluster's name")
    .option('--postgres-url <url>', 'the store of accounts and settings')
    .option('--rebuild-sequences', 'forget the sequences of all sessions and derive them again from the events')
    .action(async (flags: Record<string, unknown>) => {
      const config = resolveConfig(flags, process.env)
      const release = await claimed(config)
      const did = await broughtUp(config, log, Boolean(flags.rebuildSequences)).finally(release)
      process.stdout.write(`${did.join(' ') || 'Nothing to do: both stores are up to date.'}\n`)
    })
}

/** Keeps servers off embedded stores meanwhile; gives what lets them on again. Throws `data_folder_taken`. */
const claimed = async ({ data, clickhouseUrl, postgresUrl }: Config): Promise<() => Promise<void>> => {
  if (clickhouseUrl && postgresUrl) return async () => {}
  const folder = dataFolders(data).log
  await mkdir(folder, { recursive: true })
  const { release } = await lockFolder(folder)
  return release
}

/** What was done, a sentence each. */
const broughtUp = async (config: Config, log: Log, rebuild: boolean): Promise<string[]> => {
  const catalog = await openCatalog({ url: config.postgresUrl, folder: dataFolders(config.data).catalog, log })
  const { committed } = await catalog.picture.read().finally(() => catalog.close())
  const engine = await openEngine(engineAddress(config))
  try {
    const applied = await migrate(engine)
    if (rebuild) await forgetSequences(engine)
    const derived = await deriveMissing(engine, committed)
    const counted = await deriveMissingFacets(engine, committed)
    return [
      ...(applied.length ? [`Applied ${applied.join(', ')}.`] : []),
      ...(derived ? [`Derived the sequences of ${batches(derived)}.`] : []),
      ...(counted ? [`Counted the values of ${batches(counted)}.`] : []),
    ]
  } finally {
    await engine.close()
  }
}

const batches = (many: number) => (many === 1 ? 'one batch of sessions' : `${many} batches of sessions`)
