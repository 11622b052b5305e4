import type { House } from './house.ts'

const FIRST_ADMIN = 'admin@wayworn.local'

/**
 * Says where it listens, and how the first administrator gets in: at each start, since a link that nobody used in time
 * would be the only way. Without a configured one, an empty store gets an administrator who comes in by the link.
 */
export const welcome = async (house: House, address: string): Promise<void> => {
  const { config, catalog, log } = house
  log.info({ address, engine: house.engine!.home, catalog: catalog!.kind }, 'Wayworn is ready')
  if (!config.adminEmail) await catalog!.people.ensureFirstAdmin({ email: FIRST_ADMIN })
  const link = await catalog!.people.signInLink(config.adminEmail ?? FIRST_ADMIN).catch(() => undefined)
  if (!link || (!process.stdout.isTTY && !config.demo)) return
  process.stdout.write(
    `\n  Wayworn listens at ${address}\n  Sign in (once, within 15 minutes): ${address}${link.path}\n\n`,
  )
}
