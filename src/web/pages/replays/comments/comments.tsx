import { Button } from '@mantine/core'
import { useState } from 'react'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { clock } from '../../../../ui/player/clock.ts'
import { replayPath } from '../../../../ui/replay-link.tsx'
import { browserZone, stamp } from '../../../../ui/time/zone.ts'
import { ConfirmButton } from '../../../confirm-button.tsx'
import { useMe } from '../../../me.ts'
import { CommentForm } from './comment-form.tsx'
import style from './comments.module.css'
import { type Comment, useComments, useCommentWork } from './use-comments.ts'

interface Props {
  session: string
  /** When the session began, and the moment shown; epoch ms. */
  start: number
  at: number
  onSeek: (at: number) => void
}

/** What people wrote about moments of the session. */
export const Comments = ({ session, start, at, onSeek }: Props) => {
  const { data, error, refetch } = useComments(session)
  const { write } = useCommentWork(session)
  const me = useMe()
  const t = Math.max(0, Math.round(at - start))
  return (
    <>
      {me.data && me.data.role !== 'viewer' && (
        <CommentForm
          label={`About ${clock(t)}`}
          done={`Write about ${clock(t)}`}
          isBusy={write.isPending}
          onDone={(said) => write.mutate({ ...said, t })}
        />
      )}
      {write.error && <Failure error={write.error} />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting rows={3} />}
      {data?.length === 0 && <p className="ww-muted">Nobody has written about this session yet.</p>}
      <ol className={style.list}>
        {data?.map((comment) => (
          <li key={comment.id}>
            <One comment={comment} isMine={comment.attributes.created_by.id === me.data?.id} {...{ start, onSeek }} />
          </li>
        ))}
      </ol>
    </>
  )
}

interface OneProps extends Pick<Props, 'start' | 'onSeek'> {
  comment: Comment
  isMine: boolean
}

const One = ({ comment: { id, attributes }, isMine, start, onSeek }: OneProps) => {
  const { session_id, t, text, mentions, created_by, created_at, updated_at } = attributes
  const { change, remove } = useCommentWork(session_id)
  const [isChanging, setChanging] = useState(false)
  if (isChanging) {
    return (
      <CommentForm
        label={`About ${clock(t)}`}
        done="Change"
        first={text}
        isBusy={change.isPending}
        onDone={(said) => change.mutate({ id, ...said }, { onSuccess: () => setChanging(false) })}
        onCancel={() => setChanging(false)}
      />
    )
  }
  return (
    <article className={style.comment} data-mentions={mentions.length || undefined}>
      <header>
        <button type="button" className={style.moment} onClick={() => onSeek(start + t)}>
          {clock(t)}
        </button>
        <strong>
          <bdi>{created_by.handle}</bdi>
        </strong>
        <span className="ww-muted">
          {stamp(created_at, browserZone(), 'minute') + (updated_at > created_at ? ', changed' : '')}
        </span>
      </header>
      <p>
        <bdi>{text}</bdi>
      </p>
      <div className={style.tools}>
        <CopyButton text={location.origin + replayPath(session_id, { t })} what="a link to this comment's moment" />
        {isMine && (
          <>
            <Button size="compact-xs" onClick={() => setChanging(true)}>
              Change
            </Button>
            <ConfirmButton label="Remove" confirm="Remove for good" onConfirm={() => remove.mutate(id)} />
          </>
        )}
      </div>
      {(change.error ?? remove.error) && <Failure error={change.error ?? remove.error} />}
    </article>
  )
}
