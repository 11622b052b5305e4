import { Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type Audience, useProfileFacets } from '../../../../ui/ask/profile-facets.ts'
import { useSegments } from '../../../../ui/ask/segments.ts'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { useTitle } from '../../../../ui/page.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { useMe } from '../../../me.ts'
import { AUDIENCES, nameOf, type Profile } from '../audiences.ts'
import { Activity } from './activity.tsx'
import { Attributes } from './attributes.tsx'
import { EraseButton } from './erase.tsx'
import { Habits } from './habits.tsx'
import { Memberships } from './memberships.tsx'
import { Names } from './names.tsx'
import style from './profile.module.css'
import { ACTIONS, PAGES, type Whose } from './requests.ts'
import { Sessions } from './sessions.tsx'
import { useProfile } from './use-one.ts'

export const UserPage = () => <ProfilePage audience="users" />

export const AccountPage = () => <ProfilePage audience="accounts" />

/** Everything about one user or account, beside everyone or a segment. */
const ProfilePage = ({ audience }: { audience: Audience }) => {
  const { id } = useParams({ strict: false }) as { id: string }
  const facets = useProfileFacets(audience)
  const { data, error, refetch } = useProfile(audience, id, facets)
  const { go } = usePlaces()
  const { one, many, path } = AUDIENCES[audience]
  useTitle(data ? nameOf(data, audience) : AUDIENCES[audience].title)
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (data === undefined) return <Waiting rows={12} />
  if (data === null) {
    return (
      <Empty title={`No such ${one}`} action={{ label: `Show all ${many}`, run: () => go(`/${many}`) }}>
        {`No event here has ${path} ${id}. It may have been deleted, or be older than events are kept.`}
      </Empty>
    )
  }
  return <Found audience={audience} id={id} profile={data} />
}

interface FoundProps {
  audience: Audience
  id: string
  profile: Profile
}

const Found = ({ audience, id, profile }: FoundProps) => {
  const me = useMe()
  const { now, params } = useFrame()
  const beside = params.beside ?? ''
  const span = useMemo(() => {
    const first = Date.parse(String(profile.first_seen))
    return { from: Math.floor(first / 3_600_000) * 3_600_000, to: now }
  }, [profile.first_seen, now])
  const parts = { audience, span, one: { id } as Whose, others: (beside ? { segment: beside } : 'everyone') as Whose }
  const name = nameOf(profile, audience)
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1 className={style.title}>
          <bdi>{name}</bdi>
        </h1>
        <Beside audience={audience} value={beside} />
        {me.data?.role === 'admin' && <EraseButton audience={audience} id={id} name={name} />}
      </header>
      <div className={style.columns}>
        <aside className={style.side} aria-label="Attributes">
          <Attributes audience={audience} profile={profile} />
          <Memberships audience={audience} id={id} />
        </aside>
        <div className={style.main}>
          <Activity {...parts} />
          <Habits {...parts} />
          <div className={style.pair}>
            <Names {...parts} title="Most visited pages" kind={PAGES} />
            <Names {...parts} title="Frequent actions" kind={ACTIONS} />
          </div>
          <Sessions {...parts} />
        </div>
      </div>
    </div>
  )
}

/** Whom they are set beside: all others, or a segment. */
const Beside = ({ audience, value }: { audience: Audience; value: string }) => {
  const { setParams } = useFrame()
  const segments = (useSegments() ?? []).filter((one) => one.audience === audience)
  const known = value === '' || segments.some(({ id }) => id === value)
  return (
    <Select
      label="Beside"
      className={style.beside}
      allowDeselect={false}
      searchable={segments.length > 8}
      data={[
        { value: '', label: `All ${audience}` },
        ...segments.map(({ id, name }) => ({ value: id, label: name })),
        ...(known ? [] : [{ value, label: 'Unknown segment' }]),
      ]}
      value={value}
      onChange={(next) => setParams({ beside: next || undefined })}
    />
  )
}
