import path from 'node:path'
import type { Command } from 'commander'
import type { Log } from '../../api/app.ts'
import { openCatalog } from '../../catalog/open.ts'
import { migrate } from '../../engine/migrate.ts'
import { openEngine } from '../../engine/open.ts'
import { resolveConfig } from '../config.ts'
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
    .action(async (flags: Record<string, unknown>) => {
      const config = resolveConfig(flags, process.env)
      const catalog = await openCatalog({ url: config.postgresUrl, folder: path.resolve(config.data, 'catalog'), log })
      await catalog.close()
      const engine = await openEngine(engineAddress(config))
      const applied = await migrate(engine)
      await engine.close()
      process.stdout.write(
        applied.length ? `Applied ${applied.join(', ')}.\n` : 'Nothing to do: both stores are up to date.\n',
      )
    })
}
