import { Table } from '@mantine/core'
import { type ScalarAnswer, scalarResult } from '../../../../analyses/analytics/result.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { duration, exact, short } from '../../../../ui/number/format.ts'
import type { Span } from '../../../../ui/time/range.ts'
import { AUDIENCES } from '../audiences.ts'
import style from './profile.module.css'
import { HABITS, type Habit, habitsRequest, type Whose } from './requests.ts'
import { useAnswered } from './use-one.ts'

interface Props {
  audience: Audience
  one: Whose
  others: Whose
  span: Span
}

type Sums = Record<Habit, number | null>

const sumsOf = (answer: ScalarAnswer): Sums => {
  const values = scalarResult(answer).rows[0]?.values ?? []
  return Object.fromEntries(HABITS.map((name, i) => [name, values[i] ?? null])) as Sums
}

interface Row {
  label: string
  of: (sums: Sums, audience: Audience) => number | null
  show: (value: number | null) => string
}

const over = (a: number | null, b: number | null) => (a === null || !b ? null : a / b)
const perSession = (habit: Habit) => (sums: Sums) => over(sums[habit], sums.sessions)

const ROWS: readonly Row[] = [
  { label: 'Sessions', of: ({ sessions, entities }) => over(sessions, entities), show: short },
  { label: 'Views a session', of: perSession('views'), show: short },
  { label: 'Actions a session', of: perSession('actions'), show: short },
  { label: 'Frustrations a session', of: perSession('frustrations'), show: short },
  { label: 'Errors a session', of: perSession('errors'), show: short },
  { label: 'Time a session', of: ({ spent }) => (spent === null ? null : spent / 1e6), show: duration },
]

/** How one differs in habits from the others, in the time since they were first seen. */
export const Habits = ({ audience, one, others, span }: Props) => {
  const own = useAnswered<ScalarAnswer>(habitsRequest(one, audience, span))
  const all = useAnswered<ScalarAnswer>(habitsRequest(others, audience, span))
  const error = own.error ?? all.error
  const mine = own.data && sumsOf(own.data)
  const theirs = all.data && sumsOf(all.data)
  const who = AUDIENCES[audience].one
  return (
    <section aria-label="Habits">
      <h2>Habits</h2>
      {error && <Failure error={error} again={() => void (own.error ? own.refetch() : all.refetch())} />}
      {!error && (!mine || !theirs) && <Waiting rows={4} />}
      {mine && theirs && (
        <>
          <Table className={style.habits} data-old={all.isPlaceholderData || undefined}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Since first seen</Table.Th>
                <Table.Th scope="col" ta="right">{`This ${who}`}</Table.Th>
                <Table.Th scope="col" ta="right">{`Average ${who}`}</Table.Th>
                <Table.Th scope="col" ta="right">
                  Difference
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ROWS.map(({ label, of, show }) => {
                const [a, b] = [of(mine, audience), of(theirs, audience)]
                return (
                  <Table.Tr key={label}>
                    <Table.Th scope="row">{label}</Table.Th>
                    <Table.Td ta="right" title={exact(a)}>
                      {show(a)}
                    </Table.Td>
                    <Table.Td ta="right" title={exact(b)}>
                      {show(b)}
                    </Table.Td>
                    <Table.Td ta="right">{timesWords(a, b)}</Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
          <p className="ww-muted">{`Averages are over ${exact(theirs.entities)} ${AUDIENCES[audience].many} with sessions in that time.`}</p>
        </>
      )}
    </section>
  )
}

/** `× 2.5`: so many times as much; nothing where one is missing. */
export const timesWords = (a: number | null, b: number | null): string =>
  a === null || b === null || b === 0 ? '–' : `× ${short(Number((a / b).toPrecision(2)))}`
