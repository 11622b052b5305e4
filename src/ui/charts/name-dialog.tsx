import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import style from './charts.module.css'

export interface Named {
  name: string
  description: string
}

interface Props {
  title: string
  /** What the button says. */
  done: string
  first: Named
  onDone: (named: Named) => void
  onClose: () => void
}

/** Asks what a chart is to be called. */
export const NameDialog = ({ title, onClose, ...rest }: Props) => (
  <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
    <Form {...rest} />
  </Modal>
)

const Form = ({ done, first, onDone }: Omit<Props, 'title' | 'onClose'>) => {
  const [name, setName] = useState(first.name)
  const [description, setDescription] = useState(first.description)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onDone({ name: name.trim(), description: description.trim() })
  }
  return (
    <form className={style.form} onSubmit={submit}>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        size="xs"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={10_000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" disabled={name.trim() === ''}>
        {done}
      </Button>
    </form>
  )
}
