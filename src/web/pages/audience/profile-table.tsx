import type { Audience, ProfileFacet } from '../../../ui/ask/profile-facets.ts'
import { PlaceLink } from '../../../ui/link.tsx'
import type { Column } from '../../../ui/table/data-table.tsx'
import { LongTable } from '../../../ui/table/long-table.tsx'
import { AUDIENCES, idOf, nameOf, type Profile, pagePath } from './audiences.ts'
import style from './list.module.css'
import type { ListQuestion } from './list-address.ts'
import { ProfileValue } from './profile-value.tsx'

interface Props {
  audience: Audience
  /** What the rows answer. */
  question: ListQuestion
  total: number
  rowAt: (index: number) => Profile | undefined
  onSight: (from: number, to: number) => void
  onSort: (field: string) => void
  facets: readonly ProfileFacet[]
  applications: readonly { id: string; name: string }[]
  zone: string
}

/** Users or accounts, one a row, each a link to its page. */
export const ProfileTable = ({ audience, question, onSort, ...props }: Props) => (
  <LongTable
    label={AUDIENCES[audience].title}
    total={props.total}
    rowAt={props.rowAt}
    onSight={props.onSight}
    columns={columnsOf({ audience, question, ...props })}
    sort={{ key: question.sort.field, order: question.sort.order }}
    onSort={onSort}
  />
)

const columnsOf = ({
  audience,
  question,
  facets,
  applications,
  zone,
}: Pick<Props, 'audience' | 'question' | 'facets' | 'applications' | 'zone'>): Column<Profile>[] => {
  const { name, one, columns } = AUDIENCES[audience]
  const who: Column<Profile> = {
    key: name,
    title: one === 'user' ? 'User' : 'Account',
    width: 220,
    render: (profile) => {
      const title = nameOf(profile, audience)
      return (
        <PlaceLink to={pagePath(audience, idOf(profile, audience))} className={style.name} title={title}>
          <bdi>{title}</bdi>
        </PlaceLink>
      )
    },
  }
  const chosen = (question.columns ?? columns).map((path): Column<Profile> => {
    const facet = facets.find((f) => f.path === path)
    const isNumber = facet?.type === 'number'
    return {
      key: path,
      title: facet?.label ?? path,
      width: isNumber ? 110 : facet?.type === 'time' ? 140 : 160,
      ...(isNumber && { align: 'right' as const }),
      render: (profile) => <ProfileValue {...{ path, facet, zone, applications }} value={profile[path]} />,
    }
  })
  return [who, ...chosen]
}
