import { Button, Table, TextInput } from '@mantine/core'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { NameLink } from '../../../ui/name-link.tsx'
import { exact, short } from '../../../ui/number/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useMe } from '../../me.ts'
import { useRefusal } from '../../role.ts'
import { ActionTools } from './action-tools.tsx'
import style from './actions.module.css'
import { definitionWords } from './draft.ts'
import { type LabelledAction, useLabelledActions } from './use-actions.ts'

const NEW = '/actions/new?type=click'

/** Names over captured actions: what they stand for, how often that happened, where they are used. */
export const Actions = () => {
  const { data, error, refetch } = useLabelledActions()
  const { params, setParams } = useFrame()
  const me = useMe()
  const refusal = useRefusal('editor')
  const { go } = usePlaces()
  const find = params.find ?? ''
  const term = find.trim().toLowerCase()
  const fits = ({ name, description, tags, updated_by }: LabelledAction) =>
    `${name} ${description} ${tags.join(' ')}`.toLowerCase().includes(term) &&
    (params.mine === undefined || updated_by === me.data?.email || updated_by === me.data?.name)
  const shown = data?.filter(fits)
  return (
    <Page
      title="Actions"
      lead="Names for captured clicks and other actions, without code: for what happened already as well as for what comes."
      actions={
        <Button
          variant="filled"
          leftSection={<Icon name="plus" />}
          disabled={refusal !== undefined}
          title={refusal}
          onClick={() => go(NEW)}
        >
          Add labelled action
        </Button>
      }
    >
      {refusal && <p className="ww-muted">{refusal}</p>}
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty
          title="No labelled actions yet"
          {...(!refusal && { action: { label: 'Add labelled action', run: () => go(NEW) } })}
        >
          Give the button that people press a name, by what it is called, where it is, or its CSS selector. The name can
          then be a step of a funnel or the start of a retention.
        </Empty>
      )}
      {data && shown && data.length > 0 && (
        <>
          <div className={style.finder}>
            <TextInput
              aria-label="Find a labelled action"
              placeholder="Find by name, description or tag"
              leftSection={<Icon name="search" />}
              w={280}
              value={find}
              onChange={(event) => setParams({ find: event.currentTarget.value || undefined }, { replace: true })}
            />
            <Button
              variant={params.mine === undefined ? 'default' : 'light'}
              aria-pressed={params.mine !== undefined}
              onClick={() => setParams({ mine: params.mine === undefined ? '' : undefined })}
            >
              Only mine
            </Button>
          </div>
          {shown.length ? <ActionTable actions={shown} /> : <p>No labelled action is like that.</p>}
        </>
      )}
    </Page>
  )
}

const ActionTable = ({ actions }: { actions: readonly LabelledAction[] }) => (
  <Table.ScrollContainer minWidth={720}>
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Action</Table.Th>
          <Table.Th scope="col" ta="right" w={120}>
            Past 7 days
          </Table.Th>
          <Table.Th scope="col" ta="right" w={84}>
            Users
          </Table.Th>
          <Table.Th scope="col" w={160}>
            Used by
          </Table.Th>
          <Table.Td w={44} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {actions.map((action) => (
          <Table.Tr key={action.id}>
            <Table.Td>
              <NameLink to={`/actions/${action.id}`} title={action.name}>
                <bdi>{action.name}</bdi>
              </NameLink>
              <div className={style.words}>
                <bdi>{action.definitions.map(definitionWords).join('; or ')}</bdi>
              </div>
              {action.tags.length > 0 && <div className={style.words}>{action.tags.join(', ')}</div>}
            </Table.Td>
            <Table.Td ta="right" title={exact(action.past_7_days?.count)}>
              {short(action.past_7_days?.count)}
            </Table.Td>
            <Table.Td ta="right" title={exact(action.past_7_days?.users)}>
              {short(action.past_7_days?.users)}
            </Table.Td>
            <Table.Td>{action.used_by.length ? action.used_by.map(({ name }) => name).join(', ') : 'Nothing'}</Table.Td>
            <Table.Td>
              <ActionTools action={action} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
