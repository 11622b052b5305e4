import { type Command, Option } from 'commander'
import { ROLES, type Role } from '../../catalog/role.ts'
import { ask, askAll, type CliContext, CliRefusal, dayOf, printTable } from './context.ts'

type User = {
  id: string
  attributes: { email: string; name: string; role: Role; status: string; last_login_time?: string }
}

const roleOption = (text: string) => new Option('--role <role>', text).choices([...ROLES])

/** `user add|list|role|disable|enable|remove|link`. */
export const registerUser = (program: Command, ctx: CliContext): void => {
  const user = program.command('user').description('People who may sign in, and what they may do')
  user.addHelpText(
    'after',
    `
Roles:
  viewer  looks at everything
  editor  also makes segments, charts and applications
  admin   also manages people and keys

Nothing is mailed. "add" and "link" print a link that signs the person in once; pass it on.

Examples:
  wayworn user add ada@example.com --role editor
  wayworn user link ada@example.com
  wayworn user role ada@example.com viewer`,
  )
  registerAdding(user, ctx)
  registerChanges(user, ctx)
}

const registerAdding = (user: Command, ctx: CliContext): void => {
  user
    .command('add')
    .description('Add a person and print the link by which they sign in for the first time')
    .argument('<email>', 'what the person signs in with')
    .addOption(roleOption('what the person may do').default('viewer'))
    .option('--name <name>', 'shown to others (default: the part of the email before the @)')
    .action(async (email: string, { role, name }: { role: Role; name?: string }) => {
      const attributes = { email, role, ...(name ? { name } : {}) }
      const body = { data: { type: 'users', attributes } }
      const { data } = await ask<{ data: User }>(ctx, 'POST', '/api/v2/users', body)
      ctx.out(`Added ${data.attributes.email} as ${data.attributes.role}.`)
      await printLink(ctx, data)
    })

  user
    .command('link')
    .description('Print a link that signs an existing person in, once, within 15 minutes')
    .argument('<email>')
    .action(async (email: string) => printLink(ctx, await find(ctx, email)))

  user
    .command('list')
    .description('List people')
    .action(async () => {
      const users = await askAll<User>(ctx, '/api/v2/users')
      const rows = users.map(({ attributes }) => [
        attributes.email,
        attributes.name,
        attributes.role,
        attributes.status.toLowerCase(),
        dayOf(attributes.last_login_time),
      ])
      printTable(ctx, ['EMAIL', 'NAME', 'ROLE', 'STATUS', 'LAST SIGN-IN'], rows)
    })
}

const registerChanges = (user: Command, ctx: CliContext): void => {
  const patch = async (email: string, change: object) => {
    const { id } = await find(ctx, email)
    await ask(ctx, 'PATCH', `/api/v2/users/${id}`, { data: { type: 'users', id, attributes: change } })
  }

  user
    .command('role')
    .description('Change what a person may do')
    .argument('<email>')
    .argument('<role>', ROLES.join(', '))
    .action(async (email: string, role: string) => {
      await patch(email, { role })
      ctx.out(`${email} is ${role} now.`)
    })

  user
    .command('disable')
    .description('Sign a person out and keep them out; their application keys stop working')
    .argument('<email>')
    .action(async (email: string) => {
      await patch(email, { disabled: true })
      ctx.out(`${email} can't sign in any more. Undo with "wayworn user enable ${email}".`)
    })

  user
    .command('enable')
    .description('Let a disabled person in again')
    .argument('<email>')
    .action(async (email: string) => {
      await patch(email, { disabled: false })
      ctx.out(`${email} can sign in again.`)
    })

  user
    .command('remove')
    .description('Remove a person for good, with their application keys')
    .argument('<email>')
    .action(async (email: string) => {
      const { id } = await find(ctx, email)
      await ask(ctx, 'DELETE', `/api/v2/users/${id}?permanently=true`)
      ctx.out(`Removed ${email}.`)
    })
}

const find = async (ctx: CliContext, email: string): Promise<User> => {
  const users = await askAll<User>(ctx, '/api/v2/users', `&filter=${encodeURIComponent(email)}`)
  const found = users.find(({ attributes }) => attributes.email === email.trim().toLowerCase())
  if (found) return found
  throw new CliRefusal(`Nobody has the email ${email}. "wayworn user list" shows who is there.`, 404)
}

type Invitations = { data: { attributes: { link: string; expires_at: string } }[] }

const printLink = async (ctx: CliContext, { id }: User): Promise<void> => {
  const relationships = { user: { data: { type: 'users', id } } }
  const body = { data: [{ type: 'user_invitations', relationships }] }
  const { data } = await ask<Invitations>(ctx, 'POST', '/api/v2/user_invitations', body)
  ctx.out('This link signs in once, within 15 minutes:')
  ctx.out(data[0]!.attributes.link)
}
