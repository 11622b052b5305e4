import { Button, Switch, Tabs, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { type Application, type ApplicationAnswer, applicationOf } from '../../applications.ts'
import { ConfirmButton } from '../../confirm-button.tsx'
import style from './settings.module.css'
import { snippetsOf } from './snippets.ts'

/** Every two seconds, while the first event is waited for. */
const POLL_MS = 2000

export const ApplicationPage = () => {
  const { id } = useParams({ strict: false }) as { id: string }
  const ask = useAsk()
  const path = `/api/v2/rum/applications/${encodeURIComponent(id)}`
  const { data, error, refetch } = useQuery({
    queryKey: ['application', id],
    queryFn: async ({ signal }) => applicationOf((await ask<{ data: ApplicationAnswer }>({ path, signal })).data),
    refetchInterval: (query) => (query.state.data?.firstEventAt === null ? POLL_MS : false),
  })
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <Page title={data.name} actions={<FirstEvent application={data} />}>
      <dl className={style.facts}>
        <Fact name="Application id" value={data.id} />
        {data.clientToken !== undefined && <Fact name="Client token" value={data.clientToken} />}
      </dl>
      <Snippets application={data} />
      <ApplicationSettings application={data} path={path} />
    </Page>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div className={style.fact}>
    <dt>{name}</dt>
    <dd>
      <code>{value}</code>
      <CopyButton text={value} what={name.toLowerCase()} />
    </dd>
  </div>
)

const FirstEvent = ({ application }: { application: Application }) => {
  const { go } = usePlaces()
  const { firstEventAt, id } = application
  return (
    <>
      <span role="status" className={firstEventAt ? style.arrived : 'ww-muted'}>
        {firstEventAt
          ? `First event arrived ${stamp(firstEventAt, browserZone(), 'second')}`
          : 'Waiting for the first event…'}
      </span>
      {firstEventAt && <Button onClick={() => go(`/analytics${stringifyParams({ app: id })}`)}>See its events</Button>}
    </>
  )
}

const Snippets = ({ application }: { application: Application }) => {
  const all = snippetsOf(application.type, {
    origin: location.origin,
    applicationId: application.id,
    clientToken: application.clientToken ?? 'CLIENT_TOKEN',
  })
  return (
    <Section title="Put it into your product">
      <Tabs defaultValue={all[0]!.id} keepMounted={false}>
        <Tabs.List>
          {all.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {all.map(({ id, label, lead, text }) => (
          <Tabs.Panel key={id} value={id} pt="sm">
            <p className={style.lead}>{lead}</p>
            <CodeBlock text={text} what={`${label} snippet`} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  )
}

const ApplicationSettings = ({ application, path }: { application: Application; path: string }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const [name, setName] = useState(application.name)
  const changed = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('application') })
  const update = useMutation({
    mutationFn: (attributes: object) =>
      ask({
        method: 'PATCH',
        path,
        body: { data: { type: 'rum_application_update', id: application.id, attributes } },
      }),
    onSuccess: changed,
  })
  const remove = useMutation({
    mutationFn: () => ask({ method: 'DELETE', path }),
    onSuccess: async () => {
      go('/settings/applications')
      await changed()
    },
  })
  return (
    <Section title="Settings of this application">
      <form
        className={style.line}
        onSubmit={(event) => {
          event.preventDefault()
          update.mutate({ name: name.trim() })
        }}
      >
        <TextInput label="Name" value={name} maxLength={100} onChange={(e) => setName(e.currentTarget.value)} />
        <Button type="submit" disabled={!name.trim() || name.trim() === application.name}>
          Rename
        </Button>
      </form>
      {application.keepPlace !== undefined && (
        <Switch
          mt="md"
          label="Keep country and city of its users"
          description="The network address itself is never kept."
          checked={application.keepPlace}
          onChange={(e) => update.mutate({ keep_place: e.currentTarget.checked })}
        />
      )}
      {(update.error ?? remove.error) && <Failure error={update.error ?? remove.error} />}
      <div style={{ marginTop: 24 }}>
        <ConfirmButton
          label="Remove this application"
          confirm={`Remove ${application.name}: its events stay, new ones are refused`}
          onConfirm={() => remove.mutate()}
        />
      </div>
    </Section>
  )
}
