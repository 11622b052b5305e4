import { Select, Table } from '@mantine/core'
import { IMPORTED_TYPES } from '../../../../model/audience/imported.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { exact } from '../../../../ui/number/format.ts'
import { Page, Section } from '../../../../ui/page.tsx'
import { browserZone, stamp } from '../../../../ui/time/zone.ts'
import { ConfirmButton } from '../../../confirm-button.tsx'
import { useRefusal } from '../../../role.ts'
import { ImportForm } from './import-form.tsx'
import style from './imports.module.css'
import { type Import, useImportChange, useImports } from './use-imports.ts'

/** Attributes of users and accounts that come from files. */
export const Imports = () => {
  const { data, error, refetch } = useImports()
  const refusal = useRefusal('editor')
  return (
    <Page
      title="Imported attributes"
      lead="What you know of users and accounts from elsewhere, from a CSV file: it filters and breaks down everywhere like any other attribute."
    >
      <Section title="Import a file">
        {refusal ? <p className="ww-muted">{refusal}</p> : <ImportForm imports={data ?? []} />}
      </Section>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && <p className="ww-muted">Nothing has been imported yet.</p>}
      {data?.map((one) => (
        <Imported key={one.id} one={one} mayChange={refusal === undefined} />
      ))}
    </Page>
  )
}

const TYPES = IMPORTED_TYPES.map((value) => ({ value, label: value }))

const Imported = ({ one, mayChange }: { one: Import; mayChange: boolean }) => {
  const { change, remove } = useImportChange()
  const { rows, matched, unmatched, duplicates, empty } = one.report
  const failed = change.error ?? remove.error
  return (
    <Section title={one.name}>
      <p className="ww-muted">
        <bdi>{one.file}</bdi>
        {`, by ${one.column} as ${one.key}, ${stamp(one.uploaded_at, browserZone(), 'minute')}, by `}
        <bdi>{one.uploaded_by}</bdi>
        {`. ${exact(rows)} rows: ${exact(matched)} matched, ${exact(unmatched)} did not, ${exact(empty)} without a key, ${exact(duplicates)} repeated.`}
      </p>
      {failed && <Failure error={failed} />}
      {one.columns.length > 0 ? <Columns one={one} mayChange={mayChange} change={change.mutate} /> : NOT_CONNECTED}
      {mayChange && (
        <ConfirmButton
          label={`Remove ${one.name}`}
          confirm="Remove it with its attributes"
          onConfirm={() => remove.mutate(one.id)}
        />
      )}
    </Section>
  )
}

const NOT_CONNECTED = (
  <p className="ww-muted">Not connected: its columns are no attributes until somebody connects it by the API.</p>
)

interface ColumnsProps {
  one: Import
  mayChange: boolean
  change: ReturnType<typeof useImportChange>['change']['mutate']
}

const Columns = ({ one, mayChange, change }: ColumnsProps) => (
  <Table.ScrollContainer minWidth={560}>
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Column</Table.Th>
          <Table.Th scope="col">In profiles</Table.Th>
          <Table.Th scope="col">In events</Table.Th>
          <Table.Th scope="col">Type</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {one.columns.map((column) => (
          <Table.Tr key={column.id}>
            <Table.Td className={style.cell}>
              <bdi>{column.label}</bdi>
            </Table.Td>
            <Table.Td className={style.cell}>
              <code>{column.profile_attribute}</code>
            </Table.Td>
            <Table.Td className={style.cell}>
              <code>{column.attribute}</code>
            </Table.Td>
            <Table.Td>
              {mayChange ? (
                <Select
                  aria-label={`Type of ${column.label}`}
                  w={128}
                  data={TYPES}
                  allowDeselect={false}
                  value={column.type}
                  onChange={(type) => type && change({ id: one.id, column: { id: column.id, type } })}
                />
              ) : (
                column.type
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
