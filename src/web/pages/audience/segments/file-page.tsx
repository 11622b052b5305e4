import { Autocomplete, Button, FileInput, Progress, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { MEMBER_KEYS } from '../../../../model/audience/upload.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { percent } from '../../../../ui/number/format.ts'
import { Page, Section } from '../../../../ui/page.tsx'
import { useRefusal } from '../../../role.ts'
import { columnNames } from './csv-head.ts'
import style from './file.module.css'
import { SegmentTools } from './segment-tools.tsx'
import { UploadReport } from './upload-report.tsx'
import type { Segment } from './use-segments.ts'
import { useUpload } from './use-upload.ts'

const KEY_WORDS = {
  'usr.id': 'User ID (usr.id)',
  'usr.email': 'User email (usr.email)',
  'usr.name': 'User name (usr.name)',
  'account.id': 'Account ID (account.id)',
}
const KEYS = MEMBER_KEYS.map((value) => ({ value, label: KEY_WORDS[value] }))
/** The line of names is looked for in so much of a file. */
const LOOKED_AT = 65_536

/** A segment of a file's values: what the last file brought, and how to bring another. */
export const FilePage = ({ segment }: { segment: Segment | undefined }) => {
  const refusal = useRefusal('editor')
  return (
    <Page
      title={segment ? segment.name : 'New segment from a CSV file'}
      lead="A fixed list: who is in the file, matched by one of its columns. Another file of the same name replaces it."
      actions={segment && <SegmentTools segment={segment} />}
    >
      {segment?.csv && <UploadReport csv={segment.csv} />}
      <Section title={segment ? 'Replace the file' : 'The file'}>
        {refusal ? <p className="ww-muted">{refusal}</p> : <UploadForm segment={segment} />}
      </Section>
    </Page>
  )
}

const UploadForm = ({ segment }: { segment: Segment | undefined }) => {
  const { go } = usePlaces()
  const [file, setFile] = useState<File | null>(null)
  const [columns, setColumns] = useState<string[]>([])
  const [name, setName] = useState(segment?.name ?? '')
  const [column, setColumn] = useState(segment?.csv?.column ?? '')
  const [key, setKey] = useState<string>(segment?.csv?.key ?? 'usr.id')
  const upload = useUpload(({ id }) => {
    setFile(null)
    go(`/segments/${id}`)
  })
  const choose = async (next: File | null) => {
    setFile(next)
    upload.reset()
    if (!next) return
    const found = columnNames(new Uint8Array(await next.slice(0, LOOKED_AT).arrayBuffer()))
    setColumns(found)
    if (!found.includes(column)) setColumn(found.find((one) => /id|mail/i.test(one)) ?? found[0] ?? '')
    if (name === '') setName(next.name.replace(/\.[^.]*$/, ''))
  }
  const keys = segment
    ? KEYS.filter(({ value }) => (value === 'account.id') === (segment.audience === 'accounts'))
    : KEYS
  const isReady = file !== null && name.trim() !== '' && column.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) upload.mutate({ file, name: name.trim(), description: segment?.description ?? '', column, key })
  }
  return (
    <form className={style.form} onSubmit={submit} aria-label="Upload a file">
      <FileInput
        label="CSV file"
        placeholder="Choose a file"
        description="The first line names the columns. UTF-8, UTF-16 or Windows-1252; commas, semicolons, tabs or bars; up to 1 GB."
        accept=".csv,.tsv,.txt,text/csv"
        size="xs"
        clearable
        clearButtonProps={{ 'aria-label': 'Choose no file' }}
        value={file}
        onChange={(next) => void choose(next)}
      />
      <TextInput
        label="Name"
        maxLength={200}
        value={name}
        disabled={segment !== undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Autocomplete label="Column" size="xs" data={columns} value={column} onChange={setColumn} />
      <Select
        label="Its values are"
        data={keys}
        allowDeselect={false}
        value={key}
        onChange={(next) => next && setKey(next)}
      />
      <Button type="submit" variant="filled" disabled={!isReady} loading={upload.isPending}>
        {segment ? 'Replace the list' : 'Create segment'}
      </Button>
      {upload.isPending && <Sending share={upload.sent} />}
      {upload.error && <Failure error={upload.error} />}
    </form>
  )
}

const Sending = ({ share }: { share: number }) => (
  <div role="status">
    <Progress value={share * 100} animated={share === 1} aria-label="Sent" />
    <span>{share < 1 ? `${percent(share)} sent` : 'Matching its rows'}</span>
  </div>
)
