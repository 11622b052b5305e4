import { Table } from '@mantine/core'
import type { LabelDefinition } from '../../../model/action-label/definition.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../ui/feedback/loading.tsx'
import { exact } from '../../../ui/number/format.ts'
import style from './actions.module.css'
import { type Sample, useLabelPreview } from './use-actions.ts'

/** What the definitions match in the past seven days: how often, and which actions most. */
export const LabelPreview = ({ definitions }: { definitions: readonly LabelDefinition[] }) => {
  const { preview, isOld, error, again } = useLabelPreview(definitions)
  return (
    <section className={style.preview} aria-label="What matches">
      <h2>What matches, past 7 days</h2>
      {!definitions.length && <p className="ww-muted">Say which actions to see how often they happen.</p>}
      {definitions.length > 0 && error && <Failure error={error} again={again} />}
      {definitions.length > 0 && !error && !preview && <Waiting rows={4} />}
      {definitions.length > 0 && !error && preview && (
        <KeepOld busy={isOld}>
          <p className={style.matching} role="status">
            {`${exact(preview.count)} ${preview.count === 1 ? 'action' : 'actions'}`}
          </p>
          <p className="ww-muted">{`by ${exact(preview.users)} users in ${exact(preview.sessions)} sessions`}</p>
          {preview.sample.length > 0 && <SampleTable sample={preview.sample} />}
        </KeepOld>
      )}
    </section>
  )
}

const SampleTable = ({ sample }: { sample: readonly Sample[] }) => (
  <Table>
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col">Action</Table.Th>
        <Table.Th scope="col" ta="right">
          Times
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {sample.map((one) => (
        <Table.Tr key={JSON.stringify(one)}>
          <Table.Td className={style.sampled}>
            <bdi>{one.action_name || '(no name)'}</bdi>
            <div className={style.words}>
              <bdi>{[one.action_type, one.view_name, one.selector].filter(Boolean).join(' · ')}</bdi>
            </div>
          </Table.Td>
          <Table.Td ta="right">{exact(one.count)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)
