import { Button } from '@mantine/core'
import { useState } from 'react'

interface Props {
  label: string
  /** What the second press does. */
  confirm: string
  onConfirm: () => void
}

/** A step that can't be undone takes two presses. */
export const ConfirmButton = ({ label, confirm, onConfirm }: Props) => {
  const [asked, setAsked] = useState(false)
  if (!asked) return <Button onClick={() => setAsked(true)}>{label}</Button>
  return (
    <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'wrap' }}>
      <Button
        color="red"
        variant="filled"
        autoFocus
        onClick={() => {
          setAsked(false)
          onConfirm()
        }}
      >
        {confirm}
      </Button>
      <Button onClick={() => setAsked(false)}>Keep</Button>
    </span>
  )
}
