import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { useMe } from '../../../me.ts'
import style from './playlists.module.css'
import { usePlaylists, usePlaylistsOf, usePlaylistWork } from './use-playlists.ts'

/** The playlists that a session is in: ticked ones; one more can be made for it. */
export const SaveMenu = ({ session }: { session: string }) => {
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  if (!me.data || me.data.role === 'viewer') return null
  return (
    <Popover opened={isOpen} onChange={setOpen} width={300} position="top-end" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Icon name="plus" />}
          aria-expanded={isOpen}
          onClick={() => setOpen((open) => !open)}
        >
          Playlist
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Playlists of this session">
        <Choices session={session} />
      </Popover.Dropdown>
    </Popover>
  )
}

const Choices = ({ session }: { session: string }) => {
  const all = usePlaylists()
  const own = usePlaylistsOf(session)
  const { make, add, take } = usePlaylistWork()
  const [name, setName] = useState('')
  const failed = all.error ?? own.error ?? make.error ?? add.error ?? take.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    make.mutate(
      { name: name.trim(), description: '' },
      { onSuccess: ({ id }) => add.mutate({ playlist: id, session }, { onSuccess: () => setName('') }) },
    )
  }
  return (
    <div className={style.menu}>
      {failed && <Failure error={failed} />}
      {(!all.data || !own.data) && !failed && <Waiting rows={3} />}
      {all.data && own.data && all.data.length > 0 && (
        <div className={style.choices}>
          {all.data.map(({ id, attributes }) => (
            <Checkbox
              key={id}
              size="xs"
              label={attributes.name}
              checked={own.data.includes(id)}
              onChange={(event) => (event.currentTarget.checked ? add : take).mutate({ playlist: id, session })}
            />
          ))}
        </div>
      )}
      <form onSubmit={submit}>
        <TextInput
          aria-label="Name of a new playlist"
          placeholder="New playlist"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={make.isPending || add.isPending} disabled={name.trim() === ''}>
          Make and add
        </Button>
      </form>
    </div>
  )
}
