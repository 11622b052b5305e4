import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import type { Rule } from '../../../../model/audience/rule.ts'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { printRule } from '../../../../ui/ask/segment-draft.ts'
import { usePlaces } from '../../../../ui/link.tsx'
import { useTitle } from '../../../../ui/page.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { useRefusal } from '../../../role.ts'
import style from './builder.module.css'
import { GroupEditor } from './conditions.tsx'
import { Preview } from './preview.tsx'
import { type Group, isUnfinished, ruleOf, treeOf } from './rule-tree.ts'
import { SegmentTools } from './segment-tools.tsx'
import { sentenceOf } from './sentence.ts'
import { SEGMENTS, type Segment, type SegmentAnswer, useSegments } from './use-segments.ts'

interface Props {
  /** Undefined while it is new. */
  segment: Segment | undefined
  draft: { audience: Audience; rule: Rule | null; name?: string | undefined }
}

/** Makes a segment of rules, or changes one: the rules at the left, who matches at the right. */
export const SegmentEditor = ({ segment, draft }: Props) => {
  const [name, setName] = useState(segment?.name ?? draft.name ?? '')
  const [description, setDescription] = useState(segment?.description ?? '')
  const { audience, rule, tree, setTree, setAudience } = useDraft(draft, segment?.definition ?? null)
  const save = useSave(segment)
  const title = segment ? segment.name : 'New segment'
  useTitle(title)
  const refusal = useRefusal('editor')
  const isReady = rule !== null && !isUnfinished(tree) && name.trim() !== '' && !refusal
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) save.mutate({ name: name.trim(), description: description.trim(), audience, rule })
  }
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">{title}</h1>
      <form className={style.rules} onSubmit={submit} aria-label={title}>
        <div className={style.head}>
          <TextInput
            className={style.grow}
            label="Name"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {!segment && (
            <SegmentedControl
              aria-label="Of users or of accounts"
              data={[
                { value: 'users', label: 'Users' },
                { value: 'accounts', label: 'Accounts' },
              ]}
              value={audience}
              onChange={(next) => setAudience(next === 'accounts' ? 'accounts' : 'users')}
            />
          )}
          <Button type="submit" variant="filled" disabled={!isReady} title={refusal} loading={save.isPending}>
            {segment ? 'Save changes' : 'Create segment'}
          </Button>
          {segment && <SegmentTools segment={segment} />}
        </div>
        {refusal && <p className="ww-muted">{refusal}</p>}
        <TextInput
          label="Description"
          maxLength={2000}
          mb={12}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {save.error && (
          <p role="alert" style={{ color: 'var(--ww-loss)' }}>
            {save.error.message}
          </p>
        )}
        <Sentence audience={audience} rule={rule} />
        {isUnfinished(tree) && tree.of.length > 0 && (
          <p className="ww-muted">Conditions that say nothing yet do not count. Fill them in or drop them to save.</p>
        )}
        <GroupEditor audience={audience} segmentId={segment?.id} group={tree} onChange={setTree} />
      </form>
      <Preview audience={audience} rule={rule} />
    </div>
  )
}

const Sentence = ({ audience, rule }: Pick<Props['draft'], 'audience' | 'rule'>) => {
  const { scope } = useFrame()
  const { data } = useSegments()
  const nameOf = (id: string) => data?.find((one) => one.id === id)?.name ?? id
  return (
    <div className={style.sentence} role="note" aria-label="The rule as a sentence">
      <bdi>{sentenceOf(rule, audience, { nameOf, zone: scope.zone })}</bdi>
    </div>
  )
}

/** What is being edited; the address follows when editing rests, so that it can be shared as it is. */
const useDraft = (first: Props['draft'], saved: Rule | null) => {
  const { setParams } = useFrame()
  const [audience, setAudience] = useState(first.audience)
  const [tree, setTree] = useState<Group>(() => treeOf(first.rule))
  const rule = useMemo(() => ruleOf(tree), [tree])
  const told = useDebouncedCallback((text: string | undefined) => setParams({ rule: text }, { replace: true }), 300)
  return {
    audience,
    rule,
    tree,
    setTree: (next: Group) => {
      setTree(next)
      const now = ruleOf(next)
      const text = now ? printRule(now) : undefined
      told(saved && text === printRule(saved) ? undefined : text)
    },
    /** Attributes and segments are of one audience: what was said of the other would not be understood. */
    setAudience: (next: Audience) => {
      setAudience(next)
      setParams({ audience: next }, { replace: true })
    },
  }
}

interface Saved {
  name: string
  description: string
  audience: Audience
  rule: Rule
}

const useSave = (segment: Segment | undefined) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const { setParams } = useFrame()
  return useMutation({
    mutationFn: ({ name, description, audience, rule }: Saved) => {
      const attributes = { name, description, definition: rule, ...(segment ? {} : { audience }) }
      const body = { data: { type: 'segment', attributes } }
      return segment
        ? ask<{ data: SegmentAnswer }>({ method: 'PATCH', path: `${SEGMENTS}/${segment.id}`, body })
        : ask<{ data: SegmentAnswer }>({ method: 'POST', path: SEGMENTS, body })
    },
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: ['segments'] })
      notifications.show({ message: segment ? 'Saved' : `Created the segment ${data.attributes.name}` })
      if (segment) setParams({ rule: undefined }, { replace: true })
      else go(`/segments/${data.id}`)
    },
  })
}
