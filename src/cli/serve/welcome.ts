import type { House } from './house.ts'

/** Says where it listens, and how the first administrator gets in. */
export const welcome = async (house: House, address: string): Promise<void> => {
  const { config, catalog, log } = house
  log.info({ address, engine: house.engine!.home, catalog: catalog!.kind }, 'Wayworn is ready')
  const email = config.adminEmail ?? (await firstAdminEmail(house))
  if (!email) return
  const link = await catalog!.people.signInLink(email).catch(() => undefined)
  if (!link || (!process.stdout.isTTY && !config.demo)) return
  process.stdout.write(
    `\n  Wayworn listens at ${address}\n  Sign in (once, within 15 minutes): ${address}${link.path}\n\n`,
  )
}

/** Without a configured one, an empty store gets an administrator who comes in by the link. */
const firstAdminEmail = async ({ catalog }: House): Promise<string | undefined> => {
  const made = await catalog!.people.ensureFirstAdmin({ email: 'admin@wayworn.local' })
  return made?.email
}
