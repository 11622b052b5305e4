import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../ui/ask/profile-facets.ts'
import { saveFile } from '../../../ui/builder/save-file.ts'
import { Icon } from '../../../ui/icon.tsx'
import { exact } from '../../../ui/number/format.ts'
import type { Span } from '../../../ui/time/range.ts'
import type { ListQuestion } from './list-address.ts'
import { profilesRequest } from './list-request.ts'

interface Props {
  audience: Audience
  question: ListQuestion
  span: Span
  total: number
}

/** A file of profiles holds so many at most. */
const MOST = 100_000

/** The list as CSV, with the columns that are shown. Says how many there are beyond what a file holds. */
export const ExportButton = ({ audience, question, span, total }: Props) => {
  const ask = useAsk()
  const save = useMutation({
    mutationFn: async () => {
      const { body: request } = profilesRequest(question, audience, span, { offset: 0, limit: 0 })
      const body = { data: { type: 'export_request', attributes: { format: 'csv', limit: MOST, request } } }
      const path = '/api/v2/wayworn/export'
      saveFile(`${audience}.csv`, await ask<string>({ method: 'POST', path, body, as: 'text' }))
    },
    onSuccess: () => {
      if (total <= MOST) return
      const message = `The file holds the first ${exact(MOST)} of ${exact(total)}. Narrow the list for the others.`
      notifications.show({ message, autoClose: false })
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not saved', message: error.message }),
  })
  return (
    <Button
      variant="subtle"
      leftSection={<Icon name="list" />}
      loading={save.isPending}
      disabled={total === 0}
      onClick={() => save.mutate()}
    >
      CSV
    </Button>
  )
}
