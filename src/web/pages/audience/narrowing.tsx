import { ActionIcon, Button } from '@mantine/core'
import type { Audience } from '../../../ui/ask/profile-facets.ts'
import { FilterField } from '../../../ui/filter/filter-bar.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { TimePicker } from '../../../ui/time-picker/time-picker.tsx'
import style from './list.module.css'
import type { ChangeList, ListQuestion } from './list-address.ts'
import { useSegmentName } from './segments/use-segments.ts'

interface Props {
  audience: Audience
  question: ListQuestion
  change: ChangeList
}

/** What else narrows the list: what they did, and which segment they are in. */
export const Narrowing = ({ audience, question, change }: Props) => (
  <div className={style.narrowing}>
    {question.did === null ? (
      <Button
        variant="subtle"
        leftSection={<Icon name="plus" />}
        onClick={() => change({ did: '' })}
      >{`Only ${audience} who did something`}</Button>
    ) : (
      <Did did={question.did} change={change} />
    )}
    {question.members !== '' && <Members id={question.members} change={change} />}
  </div>
)

const Did = ({ did, change }: { did: string; change: ChangeList }) => {
  const { scope, span, now, setScope } = useFrame()
  return (
    <div className={style.did} role="group" aria-label="What they did">
      <span>Who did</span>
      <div className={style.filter}>
        <FilterField value={did} onChange={(next) => change({ did: next })} />
      </div>
      <TimePicker
        range={scope.time}
        span={span}
        zone={scope.zone}
        now={now}
        onChange={(time) => setScope({ time })}
        onZone={(zone) => setScope({ zone })}
      />
      <ActionIcon aria-label="Whatever they did" onClick={() => change({ did: null })}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  )
}

const Members = ({ id, change }: { id: string; change: ChangeList }) => {
  const name = useSegmentName(id)
  return (
    <div className={style.members}>
      <span>In the segment</span>
      <PlaceLink to={`/segments/${id}`}>
        <bdi>{name}</bdi>
      </PlaceLink>
      <ActionIcon aria-label="In any segment or none" onClick={() => change({ members: '' })}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  )
}
