import { type Command, InvalidArgumentError, Option } from 'commander'
import { APPLICATION_TYPES } from '../../catalog/applications.ts'
import { ask, type CliContext, CliRefusal, dayOf, printTable } from './context.ts'

type App = {
  id: string
  attributes: { name: string; type: string; client_token: string; created_at: number; first_event_at: number | null }
}

type CreateOptions = { type: string; id?: string; token?: string; keepPlace: boolean; rateLimit?: number }

const PATH = '/api/v2/rum/applications'

/** `app create|list|remove`. */
export const registerApp = (program: Command, ctx: CliContext): void => {
  const app = program.command('app').description('Applications that send events, and their client tokens')
  app.addHelpText(
    'after',
    `
An application's id and client token go into the SDK that it ships with:

  datadogRum.init({ applicationId: '<id>', clientToken: '<token>', proxy: 'https://<this server>/intake' })

The token is public: it lets events in and nothing out.

Examples:
  wayworn app create Shop
  wayworn app create Shop --id <id> --token <token>    keep what an application sends already
  wayworn app remove Shop`,
  )
  registerCreate(app, ctx)

  app
    .command('list')
    .description('List applications with their ids and client tokens')
    .action(async () => {
      const rows = (await all(ctx)).map(({ id, attributes }) => [
        attributes.name,
        attributes.type,
        id,
        attributes.client_token,
        dayOf(attributes.created_at),
        dayOf(attributes.first_event_at),
      ])
      printTable(ctx, ['NAME', 'TYPE', 'ID', 'CLIENT TOKEN', 'MADE', 'FIRST EVENT'], rows)
    })

  app
    .command('remove')
    .description('Refuse an application from now on; what it sent stays')
    .argument('<app>', 'its id or its name')
    .action(async (wanted: string) => {
      const { id, attributes } = await find(ctx, wanted)
      await ask(ctx, 'DELETE', `${PATH}/${id}`)
      ctx.out(`Removed ${attributes.name}. Its events are refused from now on.`)
    })
}

const registerCreate = (app: Command, ctx: CliContext): void => {
  app
    .command('create')
    .description('Make an application and print what its SDK needs')
    .argument('<name>')
    .addOption(new Option('--type <type>', 'what it runs on').choices([...APPLICATION_TYPES]).default('browser'))
    .option('--id <id>', 'take this id instead of a new one')
    .option('--token <token>', 'take this client token instead of a new one')
    .option('--no-keep-place', 'forget country and city of its users')
    .option('--rate-limit <events>', 'take at most this many events a second', wholeNumber)
    .action(async (name: string, options: CreateOptions) => {
      const attributes = {
        name,
        type: options.type,
        keep_place: options.keepPlace,
        ...(options.id ? { application_id: options.id } : {}),
        ...(options.token ? { client_token: options.token } : {}),
        ...(options.rateLimit === undefined ? {} : { rate_limit: options.rateLimit }),
      }
      const body = { data: { type: 'rum_application_create', attributes } }
      const { data } = await ask<{ data: App }>(ctx, 'POST', PATH, body)
      ctx.out(`Made ${data.attributes.name}.`)
      ctx.out(`applicationId: ${data.id}`)
      ctx.out(`clientToken:   ${data.attributes.client_token}`)
    })
}

const wholeNumber = (text: string): number => {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number of events a second; 0 means as many as come.')
}

const all = async (ctx: CliContext): Promise<App[]> => (await ask<{ data: App[] }>(ctx, 'GET', PATH)).data

const find = async (ctx: CliContext, wanted: string): Promise<App> => {
  const apps = await all(ctx)
  const found = apps.some(({ id }) => id === wanted)
    ? apps.filter(({ id }) => id === wanted)
    : apps.filter(({ attributes }) => attributes.name === wanted)
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw new CliRefusal(`No application is called ${wanted}. "wayworn app list" shows all.`, 404)
  throw new CliRefusal(`${found.length} applications are called ${wanted}. Take the id from "wayworn app list".`, 409)
}
