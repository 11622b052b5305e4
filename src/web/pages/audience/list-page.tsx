import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import { FacetSourceProvider } from '../../../ui/ask/facet-source.ts'
import { type Audience, PROFILE_SOURCES, useProfileFacets } from '../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../ui/feedback/loading.tsx'
import { FilterBar } from '../../../ui/filter/filter-bar.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useTitle } from '../../../ui/page.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useApplications } from '../../applications.ts'
import { AUDIENCES } from './audiences.ts'
import style from './list.module.css'
import { type ChangeList, type ListQuestion, listQuestionOf, paramsOfList } from './list-address.ts'
import { ListHead } from './list-head.tsx'
import { Narrowing } from './narrowing.tsx'
import { NobodyFound } from './nobody.tsx'
import { ProfileTable } from './profile-table.tsx'
import { useProfiles } from './use-profiles.ts'

/** Users or accounts: found, filtered, sorted, with the columns that one wants, however many there are. */
export const ListPage = ({ audience }: { audience: Audience }) => {
  const frame = useFrame()
  const { question, change } = useListQuestion()
  const { title } = AUDIENCES[audience]
  useTitle(title)
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">{title}</h1>
      <div className={style.bar} role="search" aria-label={`Which ${AUDIENCES[audience].many}`}>
        <Find audience={audience} value={question.find} onChange={(find) => change({ find }, { replace: true })} />
        <div className={style.filter}>
          <FacetSourceProvider value={PROFILE_SOURCES[audience]}>
            <FilterBar value={question.profile} onChange={(profile) => change({ profile })} />
          </FacetSourceProvider>
        </div>
      </div>
      <Narrowing question={question} change={change} audience={audience} />
      <Found key={audience} audience={audience} question={question} change={change} span={frame.span} />
    </div>
  )
}

const useListQuestion = () => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => listQuestionOf(params), [params])
  const change: ChangeList = (part, how) => setParams(paramsOfList({ ...question, ...part }), how)
  return { question, change }
}

interface FindProps {
  audience: Audience
  value: string
  onChange: (text: string) => void
}

/** Full text: asked for when typing rests. */
const Find = ({ audience, value, onChange }: FindProps) => {
  const [text, setText] = useState(value)
  const later = useDebouncedCallback(onChange, 250)
  // The address may change by itself, as by Back.
  useEffect(() => setText(value), [value])
  const what = audience === 'users' ? 'name, email or id' : 'name or id'
  return (
    <TextInput
      className={style.find}
      aria-label={`Find by ${what}`}
      placeholder={`Find by ${what}`}
      leftSection={<Icon name="search" />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
    />
  )
}

interface FoundProps {
  audience: Audience
  question: ListQuestion
  change: ChangeList
  span: { from: number; to: number }
}

const Found = ({ audience, question, change, span }: FoundProps) => {
  const { scope } = useFrame()
  const facets = useProfileFacets(audience)
  const applications = useApplications()
  const { total, about, rowAt, onSight, isOld, error, again } = useProfiles(question, audience, span)
  if (error) return <Failure error={error} again={again} />
  if (total === undefined) return <Waiting rows={16} />
  const sort = (field: string) => {
    const order = question.sort.field === field && question.sort.order === 'desc' ? 'asc' : 'desc'
    change({ sort: { field, order } })
  }
  return (
    <KeepOld busy={isOld}>
      <ListHead {...{ audience, question: about.question, change, total, facets, span: about.span }} />
      {total === 0 ? (
        <NobodyFound audience={audience} question={about.question} change={change} />
      ) : (
        <ProfileTable
          key={JSON.stringify(about.question)}
          {...{ audience, question: about.question, total, rowAt, onSight, facets }}
          applications={applications.data ?? []}
          zone={scope.zone}
          onSort={sort}
        />
      )}
    </KeepOld>
  )
}
