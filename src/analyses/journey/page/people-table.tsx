import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import { replayPath } from '../../../ui/replay-link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import style from './people.module.css'
import { detailOf, eventsPath, idOf, isRecorded, nameOf, type Person, profilePath } from './people.ts'
import type { Entity } from './step.ts'

interface Props {
  records: readonly Person[]
  per: Entity
  total: number
  /** What is told of everybody beside who they are. */
  more: readonly Column<Person>[]
  /** The moment at which a recording is opened, epoch ms; null: its begin. */
  momentOf?: ((one: Person) => number | null) | undefined
}

/** A row leads to who it is, to all that they did, and to the recording of it. */
export const PeopleTable = ({ records, per, total, more, momentOf }: Props) => {
  const { scope } = useFrame()
  const columns: Column<Person>[] = [
    {
      key: 'who',
      title: per === 'session' ? 'Who' : per === 'user' ? 'User' : 'Account',
      width: 236,
      render: (one) => (
        <PlaceLink
          className={style.link}
          to={profilePath(one, per) ?? eventsPath(one, per, scope)}
          title={`${nameOf(one, per)} · ${detailOf(one, per)}`}
        >
          <bdi>{nameOf(one, per)}</bdi>
          <bdi className="ww-muted">{` ${detailOf(one, per)}`}</bdi>
        </PlaceLink>
      ),
    },
    ...more,
    {
      key: 'events',
      title: 'Events',
      width: 64,
      render: (one) => (
        <PlaceLink
          className={style.link}
          to={eventsPath(one, per, scope)}
          aria-label={`Events of ${nameOf(one, per)}`}
          title="All that they did in this time"
        >
          <Icon name="list" size={14} />
        </PlaceLink>
      ),
    },
    ...(records.some((one) => isRecorded(one))
      ? [
          {
            key: 'replay',
            title: 'Replay',
            width: 64,
            render: (one: Person) => <Recording one={one} moment={momentOf?.(one) ?? null} />,
          },
        ]
      : []),
  ]
  return <DataTable label="People" rows={records} columns={columns} rowKey={(one) => idOf(one, per)} total={total} />
}

const Recording = ({ one, moment }: { one: Person; moment: number | null }) =>
  isRecorded(one) && (
    <PlaceLink
      className={style.link}
      to={replayPath(idOf(one, 'session'), moment === null ? undefined : { at: moment })}
      aria-label={`Replay of ${nameOf(one, 'session')}`}
      title="Watch it"
    >
      <Icon name="right" size={14} />
    </PlaceLink>
  )
