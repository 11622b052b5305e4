import { PlaceLink } from '../../../ui/link.tsx'
import { duration } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import { stamp } from '../../../ui/time/zone.ts'
import style from './people.module.css'
import { detailOf, eventsPath, idOf, nameOf, type Person, timeOfStep } from './people.ts'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'

interface Props {
  records: readonly Person[]
  question: Question
  chosen: Chosen
  total: number
}

/** A row leads to all that one did. */
export const PeopleTable = ({ records, question, chosen, total }: Props) => {
  const { scope } = useFrame()
  const { per } = question
  const last = chosen.side === 'lost' ? chosen.step - 2 : chosen.step - 1
  const columns: Column<Person>[] = [
    {
      key: 'who',
      title: per === 'session' ? 'Who' : per === 'user' ? 'User' : 'Account',
      width: 236,
      render: (one) => (
        <PlaceLink
          className={style.link}
          to={eventsPath(one, per, scope)}
          title={`${nameOf(one, per)} · ${detailOf(one, per)}`}
        >
          <bdi>{nameOf(one, per)}</bdi>
          <bdi className="ww-muted">{` ${detailOf(one, per)}`}</bdi>
        </PlaceLink>
      ),
    },
    {
      key: 'start',
      title: 'Began',
      width: 128,
      render: (one) => {
        const ms = timeOfStep(one, 0)
        return ms === null ? '–' : stamp(ms, scope.zone, 'minute')
      },
    },
    ...(last > 0
      ? [
          {
            key: 'took',
            title: `To step ${last + 1}`,
            width: 84,
            align: 'right' as const,
            render: (one: Person) => duration(between(one, last)),
          },
        ]
      : []),
  ]
  return <DataTable label="People" rows={records} columns={columns} rowKey={(one) => idOf(one, per)} total={total} />
}

const between = (one: Person, step: number): number | null => {
  const [a, b] = [timeOfStep(one, 0), timeOfStep(one, step)]
  return a === null || b === null ? null : b - a
}
