import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { usePlaces } from '../../../../ui/link.tsx'
import { exact } from '../../../../ui/number/format.ts'
import { AUDIENCES } from '../audiences.ts'
import style from './profile.module.css'

interface Receipt {
  user?: string
  account?: string
  erased_at: number
  events: number
  sessions: number
  devices: number
  tables: Record<string, number>
}

interface Props {
  audience: Audience
  id: string
  name: string
}

/** Removes a user or an account with all that is known of them, after the id has been typed; then shows the receipt. */
export const EraseButton = ({ audience, id, name }: Props) => {
  const [opened, setOpened] = useState(false)
  const { go } = usePlaces()
  const ask = useAsk()
  const queries = useQueryClient()
  const erase = useMutation({
    mutationFn: async () => {
      const path = `/api/v2/product-analytics/${audience}/${encodeURIComponent(id)}`
      return (await ask<{ data: { attributes: Receipt } }>({ method: 'DELETE', path })).data.attributes
    },
  })
  const close = () => {
    setOpened(false)
    if (!erase.data) return erase.reset()
    queries.clear()
    go(`/${audience}`)
  }
  return (
    <>
      <Button color="red" onClick={() => setOpened(true)}>
        {`Delete this ${AUDIENCES[audience].one}`}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={erase.data ? 'Deleted' : `Delete ${name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {erase.data ? (
          <ReceiptView audience={audience} receipt={erase.data} onDone={close} />
        ) : (
          <Ask
            audience={audience}
            id={id}
            busy={erase.isPending}
            error={erase.error}
            onErase={() => erase.mutate()}
            onClose={close}
          />
        )}
      </Modal>
    </>
  )
}

interface AskProps {
  audience: Audience
  id: string
  busy: boolean
  error: Error | null
  onErase: () => void
  onClose: () => void
}

const WHAT_GOES: Record<Audience, string> = {
  users: 'All events, sessions and recordings of this user go, those from before they signed in on their devices too.',
  accounts: 'All that anybody did in this account goes. Its users stay, with what they did elsewhere.',
}

const Ask = ({ audience, id, busy, error, onErase, onClose }: AskProps) => {
  const [typed, setTyped] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (typed === id) onErase()
      }}
    >
      <p>{`${WHAT_GOES[audience]} Past figures change. It can’t be undone.`}</p>
      <TextInput
        label={<bdi>{`Type the id ${id} to go on`}</bdi>}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && <p role="alert">{error.message}</p>}
      <Group gap={8} justify="flex-end" mt={12}>
        <Button onClick={onClose}>Keep</Button>
        <Button type="submit" color="red" variant="filled" disabled={typed !== id} loading={busy}>
          Delete for good
        </Button>
      </Group>
    </form>
  )
}

interface ReceiptProps {
  audience: Audience
  receipt: Receipt
  onDone: () => void
}

const ReceiptView = ({ audience, receipt, onDone }: ReceiptProps) => {
  const rows: [string, string][] = [
    ['Events', exact(receipt.events)],
    ['Sessions', exact(receipt.sessions)],
    ['Devices', exact(receipt.devices)],
    ...Object.entries(receipt.tables).map(([table, rows]): [string, string] => [table, `${exact(rows)} rows`]),
    ['Receipt', receipt.user ?? receipt.account ?? ''],
  ]
  return (
    <div role="status" aria-label="Receipt">
      <p>This is what was removed. The audit keeps the same, under the hash of the id.</p>
      <dl className={style.receipt}>
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd style={{ overflowWrap: 'anywhere' }}>{value}</dd>
          </div>
        ))}
      </dl>
      <Button variant="filled" onClick={onDone}>
        {`Show all ${audience}`}
      </Button>
    </div>
  )
}
