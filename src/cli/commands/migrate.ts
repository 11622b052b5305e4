import path from 'node:path'
import type { Command } from 'commander'
import type { Log } from '../../api/app.ts'
import { openCatalog } from '../../catalog/open.ts'
import { migrate } from '../../engine/migrate.ts'
import { openEngine } from '../../engine/open.ts'
import { deriveMissing, forgetSequences } from '../../sessions/derive.ts'
import { deriveMissingFacets } from '../../sessions/facet-rows.ts'
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
    .option('--rebuild-sequences', 'forget the sequences of all sessions and derive them again from the events')
    .action(async (flags: Record<string, unknown>) => {
      const config = resolveConfig(flags, process.env)
      const catalog = await openCatalog({ url: config.postgresUrl, folder: path.resolve(config.data, 'catalog'), log })
      const { committed } = await catalog.picture.read()
      await catalog.close()
      const engine = await openEngine(engineAddress(config))
      const applied = await migrate(engine)
      if (flags.rebuildSequences) await forgetSequences(engine)
      const derived = await deriveMissing(engine, committed)
      const counted = await deriveMissingFacets(engine, committed)
      await engine.close()
      const did = [
        ...(applied.length ? [`Applied ${applied.join(', ')}.`] : []),
        ...(derived ? [`Derived the sequences of ${derived} batches of sessions.`] : []),
        ...(counted ? [`Counted the values of ${counted} batches of sessions.`] : []),
      ]
      process.stdout.write(`${did.join(' ') || 'Nothing to do: both stores are up to date.'}\n`)
    })
}
