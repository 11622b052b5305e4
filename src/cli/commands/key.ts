import { type Command, Option } from 'commander'
import { ROLES, type Role } from '../../catalog/role.ts'
import { ask, askAll, type CliContext, CliRefusal, dayOf, printTable } from './context.ts'

type Key = {
  type: 'api_keys' | 'application_keys'
  id: string
  attributes: {
    name: string
    last4: string
    role?: Role
    key?: string
    created_at: string
    created_by_handle: string
    date_last_used?: string
    last_used_at?: string
  }
}

const API = '/api/v2/api_keys'
const APPLICATION = '/api/v2/application_keys'

/** `key create|list|revoke`. */
export const registerKey = (program: Command, ctx: CliContext): void => {
  const key = program.command('key').description('Keys by which programs send server events and ask questions')
  key.addHelpText(
    'after',
    `
A program that asks sends two keys: an API key (DD-API-KEY) and an application key (DD-APPLICATION-KEY), whose role
says what it may do. A backend that only sends events needs the API key alone. Web and mobile applications need
neither: they send their client token, see "wayworn app".

Examples:
  wayworn key create "Nightly report"
  wayworn key create "Nightly report" --kind application --role viewer
  wayworn key revoke 3f2a`,
  )
  registerCreate(key, ctx)

  key
    .command('list')
    .description('List keys, by their last four characters')
    .action(async () => {
      const rows = (await allKeys(ctx)).map(({ type, id, attributes }) => [
        `…${attributes.last4}`,
        type === 'api_keys' ? 'api' : 'application',
        attributes.role ?? '',
        attributes.name,
        attributes.created_by_handle,
        dayOf(attributes.created_at),
        dayOf(attributes.date_last_used ?? attributes.last_used_at),
        id,
      ])
      printTable(ctx, ['KEY', 'KIND', 'ROLE', 'NAME', 'MADE BY', 'MADE', 'LAST USED', 'ID'], rows)
    })

  key
    .command('revoke')
    .description('Refuse a key from now on')
    .argument('<key>', 'its id, its last four characters, or its name')
    .action(async (wanted: string) => {
      const found = await find(ctx, wanted)
      await ask(ctx, 'DELETE', `${found.type === 'api_keys' ? API : APPLICATION}/${found.id}`)
      ctx.out(`Revoked "${found.attributes.name}" (…${found.attributes.last4}).`)
    })
}

const registerCreate = (key: Command, ctx: CliContext): void => {
  key
    .command('create')
    .description('Make a key and print it; it is shown this one time')
    .argument('<name>', 'what the key is for')
    .addOption(new Option('--kind <kind>', 'which of the two').choices(['api', 'application']).default('api'))
    .addOption(
      new Option('--role <role>', 'what an application key may do (default: what you may do)').choices([...ROLES]),
    )
    .action(async (name: string, { kind, role }: { kind: 'api' | 'application'; role?: Role }) => {
      if (kind === 'api' && role) {
        throw new CliRefusal('An API key has no role. Leave --role out, or add --kind application.', 400)
      }
      const type = kind === 'api' ? 'api_keys' : 'application_keys'
      const path = kind === 'api' ? API : '/api/v2/current_user/application_keys'
      const body = { data: { type, attributes: { name, ...(role ? { role } : {}) } } }
      const { data } = await ask<{ data: Key }>(ctx, 'POST', path, body)
      ctx.out(`Made the ${kind} key "${data.attributes.name}". It is not shown again:`)
      ctx.out(data.attributes.key!)
    })
}

const allKeys = async (ctx: CliContext): Promise<Key[]> => [
  ...(await askAll<Key>(ctx, API)),
  ...(await askAll<Key>(ctx, APPLICATION)),
]

const find = async (ctx: CliContext, wanted: string): Promise<Key> => {
  const all = await allKeys(ctx)
  const byId = all.filter(({ id }) => id === wanted)
  const found =
    byId.length > 0
      ? byId
      : all.filter(({ attributes }) => attributes.last4 === wanted.replace('…', '') || attributes.name === wanted)
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw new CliRefusal(`No key is called ${wanted}. "wayworn key list" shows all.`, 404)
  throw new CliRefusal(`${found.length} keys are called ${wanted}. Take the id from "wayworn key list".`, 409)
}
