import { UnstyledButton } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { duration, exact } from '../../../ui/number/format.ts'
import type { Column } from '../../../ui/table/data-table.tsx'
import { stamp } from '../../../ui/time/zone.ts'
import style from './replays.module.css'
import type { ListedSession } from './sessions-request.ts'

interface Parts {
  zone: string
  open: (session: ListedSession) => void
  preview: (session: ListedSession) => void
}

export const sessionColumns = ({ zone, open, preview }: Parts): Column<ListedSession>[] => {
  const text = (key: string, title: string, width: number, of: (row: ListedSession) => string) => ({
    key,
    title,
    width,
    render: (row: ListedSession) => <bdi title={of(row)}>{of(row) || '–'}</bdi>,
  })
  const count = (key: string, title: string, of: (row: ListedSession) => number, warns = false) => ({
    key,
    title,
    width: 104,
    align: 'right' as const,
    render: (row: ListedSession) => <span data-warns={(warns && of(row) > 0) || undefined}>{exact(of(row))}</span>,
  })
  return [
    {
      key: 'date',
      title: 'Started',
      width: 190,
      render: (row) => {
        const at = stamp(row.at, zone, 'second')
        return (
          <UnstyledButton className={style.open} onClick={() => open(row)} aria-label={`Play the session of ${at}`}>
            <Icon name="play" size={12} />
            {at}
          </UnstyledButton>
        )
      },
    },
    {
      key: 'preview',
      title: 'Preview',
      width: 72,
      sorts: false,
      render: (row) => (
        <UnstyledButton
          className={style.look}
          onClick={() => preview(row)}
          aria-label={`Preview of the session of ${stamp(row.at, zone, 'second')}`}
        >
          Look
        </UnstyledButton>
      ),
    },
    text('usr.name', 'User', 180, ({ who }) => who),
    {
      ...text('session.time_spent', 'Length', 96, ({ spent }) => duration(spent)),
      align: 'right',
    },
    count('session.frustration.count', 'Frustrations', ({ frustrations }) => frustrations, true),
    count('session.error.count', 'Errors', ({ errors }) => errors, true),
    count('session.view.count', 'Views', ({ views }) => views),
    count('session.action.count', 'Actions', ({ actions }) => actions),
    text('session.initial_view.name', 'First page', 180, ({ first }) => first),
    text('session.last_view.name', 'Last page', 180, ({ last }) => last),
    text('geo.country', 'Country', 120, ({ country }) => country),
    text('device.type', 'Device', 96, ({ device }) => device),
    text('browser.name', 'Browser', 112, ({ browser }) => browser),
  ]
}
