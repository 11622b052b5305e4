import { Table } from '@mantine/core'
import { type ScalarAnswer, scalarResult } from '../../../../analyses/analytics/result.ts'
import { attributeMatch, is } from '../../../../model/search/ast.ts'
import { printSearch } from '../../../../model/search/print.ts'
import { literal } from '../../../../model/search/value-pattern.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { PlaceLink } from '../../../../ui/link.tsx'
import { exact, percent } from '../../../../ui/number/format.ts'
import { useFrame } from '../../../../ui/scope/frame.ts'
import type { Span } from '../../../../ui/time/range.ts'
import { eventsPath } from './events-path.ts'
import { timesWords } from './habits.tsx'
import style from './profile.module.css'
import { type Kind, namesRequest, searchOfOne, totalRequest, type Whose } from './requests.ts'
import { useAnswered } from './use-one.ts'

interface Props {
  title: string
  kind: Kind
  audience: Audience
  one: Whose
  others: Whose
  span: Span
}

const SHOWN = 10

const countsOf = (answer: ScalarAnswer): Map<string, number> =>
  new Map(scalarResult(answer).rows.map(({ tags, values }) => [tags[0] ?? '', values[0] ?? 0]))

const totalOf = (answer: ScalarAnswer): number => scalarResult(answer).rows[0]?.values[0] ?? 0

/** The names that one meets most, each with its share of all that they do, beside the share that it has for others. */
export const Names = ({ title, kind, audience, one, others, span }: Props) => {
  const own = useAnswered<ScalarAnswer>(namesRequest(kind, one, audience, span, { limit: SHOWN }))
  const mine = own.data ? countsOf(own.data) : null
  const among = mine && [...mine.keys()]
  const theirs = useAnswered<ScalarAnswer>(
    among?.length ? namesRequest(kind, others, audience, span, { limit: SHOWN, among }) : null,
  )
  const ownTotal = useAnswered<ScalarAnswer>(totalRequest(kind, one, audience, span))
  const allTotal = useAnswered<ScalarAnswer>(totalRequest(kind, others, audience, span))
  const failed = [own, theirs, ownTotal, allTotal].find((answer) => answer.error)
  const them = theirs.data && countsOf(theirs.data)
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {failed && <Failure error={failed.error} again={() => void failed.refetch()} />}
      {!failed && (!mine || !ownTotal.data) && <Waiting rows={4} />}
      {!failed && mine?.size === 0 && <p className="ww-muted">None.</p>}
      {!failed && mine && mine.size > 0 && ownTotal.data && (
        <NamesTable
          {...{ kind, audience, one, span }}
          rows={[...mine].map(([name, count]) => ({
            name,
            count,
            share: share(count, totalOf(ownTotal.data!)),
            others: them && allTotal.data ? share(them.get(name) ?? 0, totalOf(allTotal.data)) : null,
          }))}
        />
      )}
    </section>
  )
}

const share = (part: number, whole: number): number | null => (whole ? part / whole : null)

interface TableProps extends Pick<Props, 'kind' | 'audience' | 'one' | 'span'> {
  rows: readonly { name: string; count: number; share: number | null; others: number | null }[]
}

const NamesTable = ({ rows, kind, audience, one, span }: TableProps) => {
  const { scope } = useFrame()
  const whose = typeof one === 'object' && 'id' in one ? searchOfOne(audience, one.id) : ''
  const search = (name: string) =>
    `${kind.search} ${printSearch(attributeMatch(kind.path, is(literal(name))))} ${whose}`
  return (
    <Table layout="fixed" className={style.names}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Name</Table.Th>
          <Table.Th scope="col" ta="right" w={64}>
            Times
          </Table.Th>
          <Table.Th scope="col" ta="right" w={68}>
            Share
          </Table.Th>
          <Table.Th scope="col" ta="right" w={68}>
            Others
          </Table.Th>
          <Table.Th scope="col" ta="right" w={84}>
            Difference
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, count, share, others }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <PlaceLink
                className={style.link}
                title={name}
                to={eventsPath({ search: search(name), span, zone: scope.zone })}
              >
                <bdi>{name}</bdi>
              </PlaceLink>
            </Table.Td>
            <Table.Td ta="right">{exact(count)}</Table.Td>
            <Table.Td ta="right">{percent(share)}</Table.Td>
            <Table.Td ta="right">{percent(others)}</Table.Td>
            <Table.Td ta="right">{timesWords(share, others)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
