import { Button, TagsInput, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { LabelDefinition } from '../../../model/action-label/definition.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Icon } from '../../../ui/icon.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { useTitle } from '../../../ui/page.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useRefusal } from '../../role.ts'
import { ActionTools } from './action-tools.tsx'
import style from './actions.module.css'
import { DefinitionEditor } from './definition-editor.tsx'
import { definitionOf, draftOf, emptyDefinition, proposedOf } from './draft.ts'
import { LabelPreview } from './preview.tsx'
import { LABELLED_ACTIONS, type LabelledAction, type LabelledActionAnswer } from './use-actions.ts'

const TYPE = 'labeled_action'

/** Names actions: the definitions at the left, what they match at the right. */
export const ActionEditor = ({ action }: { action: LabelledAction | undefined }) => {
  const { params } = useFrame()
  const [name, setName] = useState(action?.name ?? params.action ?? '')
  const [description, setDescription] = useState(action?.description ?? '')
  const [tags, setTags] = useState<string[]>(action?.tags ?? [])
  const [drafts, setDrafts] = useState(() => action?.definitions.map(draftOf) ?? [proposedOf(params)])
  const definitions = drafts.map(definitionOf).filter((one) => one !== null)
  const save = useSave(action)
  const title = action ? action.name : 'New labelled action'
  useTitle(title)
  const refusal = useRefusal('editor')
  const isReady = name.trim() !== '' && definitions.length === drafts.length && !refusal
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) save.mutate({ name: name.trim(), description: description.trim(), tags, definitions })
  }
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">{title}</h1>
      <form className={style.form} onSubmit={submit} aria-label={title}>
        <div className={style.head}>
          <TextInput
            className={style.grow}
            label="Name"
            maxLength={200}
            description={action?.used_by.length ? 'It keeps its name while charts or segments use it.' : undefined}
            disabled={(action?.used_by.length ?? 0) > 0}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" disabled={!isReady} title={refusal} loading={save.isPending}>
            {action ? 'Save changes' : 'Create labelled action'}
          </Button>
          {action && <ActionTools action={action} />}
        </div>
        {refusal && <p className="ww-muted">{refusal}</p>}
        <TextInput
          label="Description"
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <TagsInput label="Tags" size="xs" maxTags={50} value={tags} onChange={setTags} />
        {save.error && (
          <p role="alert" className={style.error}>
            {save.error.message}
          </p>
        )}
        <ol className={style.definitions}>
          {drafts.map((draft, i) => (
            <DefinitionEditor
              key={draft.key}
              place={i}
              draft={draft}
              isOnly={drafts.length === 1}
              onChange={(next) => setDrafts(drafts.map((one) => (one.key === draft.key ? next : one)))}
              onDrop={() => setDrafts(drafts.filter((one) => one.key !== draft.key))}
            />
          ))}
        </ol>
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setDrafts([...drafts, emptyDefinition()])}
        >
          Or other actions
        </Button>
      </form>
      <LabelPreview definitions={definitions} />
    </div>
  )
}

interface Saved {
  name: string
  description: string
  tags: string[]
  definitions: LabelDefinition[]
}

const useSave = (action: LabelledAction | undefined) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  return useMutation({
    mutationFn: ({ name, ...rest }: Saved) => {
      const attributes = { ...rest, ...(name !== action?.name && { name }) }
      const body = { data: { type: TYPE, attributes } }
      return action
        ? ask<{ data: LabelledActionAnswer }>({ method: 'PATCH', path: `${LABELLED_ACTIONS}/${action.id}`, body })
        : ask<{ data: LabelledActionAnswer }>({ method: 'POST', path: LABELLED_ACTIONS, body })
    },
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: ['labelled-actions'] })
      notifications.show({ message: action ? 'Saved' : `Created the labelled action ${data.attributes.name}` })
      if (!action) go('/actions')
    },
  })
}
