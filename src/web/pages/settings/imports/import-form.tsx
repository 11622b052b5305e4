import { Button, Checkbox, FileInput, Progress, Select, Table, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { IMPORTED_TYPES, type ImportedColumn } from '../../../../model/audience/imported.ts'
import { MEMBER_KEYS } from '../../../../model/audience/upload.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { percent } from '../../../../ui/number/format.ts'
import { sendForm } from '../../../send-form.ts'
import style from './imports.module.css'
import { IMPORTS, type Import, useImportsChanged } from './use-imports.ts'

interface Sampled {
  data: { attributes: { columns: (ImportedColumn & { examples: string[] })[] } }
}

type Column = Sampled['data']['attributes']['columns'][number] & { chosen: boolean }

/** A file, what its key is, and which of its columns become attributes of which type. */
export const ImportForm = ({ imports }: { imports: readonly Import[] }) => {
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [keyColumn, setKeyColumn] = useState('')
  const [key, setKey] = useState<string>('usr.id')
  const [columns, setColumns] = useState<Column[]>([])
  const look = useMutation({
    mutationFn: (chosen: File) => {
      const form = new FormData()
      form.set('file', chosen)
      return sendForm<Sampled>(`${IMPORTS}/preview`, form)
    },
    onSuccess: ({ data }) => {
      const found = data.attributes.columns
      const before = found.find(({ source }) => source === keyColumn)
      const keyed = before ?? found.find(({ id }) => /(^|_)(id|email|mail)($|_)/.test(id)) ?? found[0]
      setKeyColumn(keyed?.source ?? '')
      if (keyed && /mail/.test(keyed.id)) setKey('usr.email')
      setColumns(found.map((column) => ({ ...column, chosen: true })))
    },
  })
  const save = useImport(() => {
    setFile(null)
    setColumns([])
    setName('')
  })
  const choose = (next: File | null) => {
    setFile(next)
    setColumns([])
    save.reset()
    if (!next) return look.reset()
    if (name === '') setName(nameOf(next.name))
    look.mutate(next)
  }
  const chosen = columns.filter(({ chosen, source }) => chosen && source !== keyColumn)
  const isReady = file !== null && /^[a-z0-9_]{1,56}$/.test(name) && chosen.length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) save.mutate({ file, name, column: keyColumn, key, columns: chosen })
  }
  const put = (index: number, part: Partial<Column>) =>
    setColumns(columns.map((one, i) => (i === index ? { ...one, ...part } : one)))
  return (
    <form className={style.form} onSubmit={submit} aria-label="Import a file">
      <div className={style.fields}>
        <FileInput
          label="CSV file"
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,text/csv"
          size="xs"
          w={240}
          clearable
          clearButtonProps={{ 'aria-label': 'Choose no file' }}
          value={file}
          onChange={choose}
        />
        <TextInput
          label="Name"
          w={200}
          error={name !== '' && !/^[a-z0-9_]{1,56}$/.test(name) ? 'Lower-case letters, digits and _, 56 at most' : null}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {columns.length > 0 && (
          <>
            <Select
              label="Key column"
              w={180}
              data={columns.map(({ source }) => source)}
              allowDeselect={false}
              value={keyColumn}
              onChange={(next) => next !== null && setKeyColumn(next)}
            />
            <Select
              label="Its values are"
              w={140}
              data={[...MEMBER_KEYS]}
              allowDeselect={false}
              value={key}
              onChange={(next) => next && setKey(next)}
            />
          </>
        )}
      </div>
      {imports.some((one) => one.name === name) && (
        <p className="ww-muted">{`${name} is there: its rows are replaced, and those that are not in this file go away.`}</p>
      )}
      {look.error && <Failure error={look.error} />}
      {columns.length > 0 && <ColumnsTable columns={columns} keyColumn={keyColumn} onChange={put} />}
      <Button type="submit" variant="filled" disabled={!isReady} loading={save.isPending}>
        {`Import ${chosen.length} ${chosen.length === 1 ? 'attribute' : 'attributes'}`}
      </Button>
      {save.isPending && (
        <div role="status">
          <Progress value={save.sent * 100} aria-label="Sent" />
          <span>{save.sent < 1 ? `${percent(save.sent)} sent` : 'Matching its rows'}</span>
        </div>
      )}
      {save.error && <Failure error={save.error} />}
    </form>
  )
}

const nameOf = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, 56)

interface Given {
  file: File
  name: string
  column: string
  key: string
  columns: readonly Column[]
}

const useImport = (onDone: () => void) => {
  const changed = useImportsChanged()
  const [sent, setSent] = useState(0)
  const save = useMutation({
    mutationFn: ({ file, columns, ...fields }: Given) => {
      setSent(0)
      const form = new FormData()
      for (const [field, value] of Object.entries(fields)) form.set(field, value)
      form.set('columns', JSON.stringify(columns.map(({ source, id, label, type }) => ({ source, id, label, type }))))
      form.set('file', file)
      return sendForm(IMPORTS, form, setSent)
    },
    onSuccess: async () => {
      await changed()
      onDone()
    },
  })
  return { ...save, sent }
}

interface TableProps {
  columns: readonly Column[]
  keyColumn: string
  onChange: (index: number, part: Partial<Column>) => void
}

const ColumnsTable = ({ columns, keyColumn, onChange }: TableProps) => (
  <Table.ScrollContainer minWidth={560}>
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Column</Table.Th>
          <Table.Th scope="col">Called</Table.Th>
          <Table.Th scope="col">Type</Table.Th>
          <Table.Th scope="col">Values</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column, i) => {
          const isKey = column.source === keyColumn
          return (
            <Table.Tr key={column.id}>
              <Table.Td className={style.cell}>
                <Checkbox
                  label={<bdi>{isKey ? `${column.source} (key)` : column.source}</bdi>}
                  checked={column.chosen && !isKey}
                  disabled={isKey}
                  onChange={(event) => onChange(i, { chosen: event.currentTarget.checked })}
                />
              </Table.Td>
              <Table.Td>
                <TextInput
                  aria-label={`What ${column.source} is called`}
                  maxLength={200}
                  disabled={isKey}
                  value={column.label}
                  onChange={(event) => onChange(i, { label: event.currentTarget.value })}
                />
              </Table.Td>
              <Table.Td>
                <Select
                  aria-label={`Type of ${column.source}`}
                  w={128}
                  data={[...IMPORTED_TYPES]}
                  allowDeselect={false}
                  disabled={isKey}
                  value={column.type}
                  onChange={(type) => onChange(i, { type: IMPORTED_TYPES.find((one) => one === type) ?? 'string' })}
                />
              </Table.Td>
              <Table.Td className={style.cell}>
                <bdi>{column.examples.join(', ')}</bdi>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
