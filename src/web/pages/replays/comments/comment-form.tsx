import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import style from './comments.module.css'
import { mentionsIn, namingAt, withName } from './mentions.ts'
import { type Said, useColleagues } from './use-comments.ts'

interface Props {
  label: string
  done: string
  first?: string
  isBusy: boolean
  onDone: (said: Said) => void
  onCancel?: () => void
}

const MOST_NAMES = 6

/** A text in which people can be mentioned: behind an `@` their names are offered. */
export const CommentForm = ({ label, done, first = '', isBusy, onDone, onCancel }: Props) => {
  const { data: people = [] } = useColleagues()
  const [text, setText] = useState(first)
  const [caret, setCaret] = useState(first.length)
  const field = useRef<HTMLTextAreaElement>(null)
  const begun = namingAt(text, caret)
  const offered =
    begun === undefined
      ? []
      : people.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase())).slice(0, MOST_NAMES)
  const write = (value: string, at: number) => {
    setText(value)
    setCaret(at)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    onDone({ text: text.trim(), mentions: mentionsIn(text, people) })
    if (!onCancel) write('', 0)
  }
  return (
    <form className={style.form} onSubmit={submit}>
      <Textarea
        ref={field}
        label={label}
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5000}
        placeholder="@ mentions somebody"
        value={text}
        onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
      />
      {offered.length > 0 && (
        <div className={style.names} role="group" aria-label="People">
          {offered.map(({ id, name }) => (
            <Button
              key={id}
              size="compact-xs"
              onClick={() => {
                write(withName(text, caret, name), caret + name.length + 1)
                field.current?.focus()
              }}
            >
              <bdi>{`@${name}`}</bdi>
            </Button>
          ))}
        </div>
      )}
      <div className={style.tools}>
        <Button type="submit" variant="filled" loading={isBusy} disabled={text.trim() === ''}>
          {done}
        </Button>
        {onCancel && <Button onClick={onCancel}>Keep it as it was</Button>}
      </div>
    </form>
  )
}
