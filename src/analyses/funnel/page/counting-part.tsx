import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { FacetSelect } from '../../../ui/facet-select.tsx'
import { Icon } from '../../../ui/icon.tsx'
import style from '../../journey/page/editor.module.css'
import { EventPicker } from '../../journey/page/event-picker.tsx'
import { oneOf } from '../../journey/page/step-address.ts'
import { eventWords, stepChoices } from '../../journey/page/words.ts'
import { ATTEMPTS, type Counting, type Exclusion, MOST_EXCLUSIONS, ORDERS, PRESETS, VOIDED } from './counting.ts'
import { ATTEMPT_WORDS, ORDER_WORDS, PRESET_WORDS, rulesWords, VOIDED_WORDS } from './counting-words.ts'
import { OptionalSelect } from './optional-select.tsx'
import type { Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

interface PartProps {
  question: Question
  put: (part: Partial<Counting>) => void
}

/** The rules by which attempts are counted; folded while they are ours. */
export const CountingPart = ({ question, change }: Props) => {
  const { counting } = question
  const isOurs = rulesWords(counting).length === 0 && counting.voided === null
  const [opened, setOpened] = useState(false)
  const put = (part: Partial<Counting>) => change({ counting: { ...counting, ...part } })
  const isShown = opened || !isOurs
  return (
    <section className={style.part} aria-labelledby="counting-title">
      <h2 className={style.title} id="counting-title">
        Counted
      </h2>
      {isShown ? (
        <>
          <PresetSelect question={question} put={put} />
          <OrderPart question={question} put={put} />
          {counting.order === 'ordered' && <Exclusions question={question} put={put} />}
          {counting.order !== 'any' && <AttemptSelect question={question} put={put} />}
          <Hold question={question} put={put} />
        </>
      ) : (
        <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setOpened(true)}>
          In order. Change the rules
        </Button>
      )}
    </section>
  )
}

const PresetSelect = ({ question, put }: PartProps) => {
  const { preset } = question.counting
  return (
    <>
      <OptionalSelect
        label="Count like"
        none="By our own rules"
        values={PRESETS}
        wordsOf={(value) => `Like ${PRESET_WORDS[value].label}`}
        value={preset}
        onChange={(next) => put({ preset: next })}
      />
      {preset && <p className={style.hint}>{PRESET_WORDS[preset].rules}</p>}
    </>
  )
}

const OrderPart = ({ question, put }: PartProps) => {
  const { order } = question.counting
  return (
    <>
      <SegmentedControl
        fullWidth
        w="100%"
        aria-label="Order of the steps"
        data={ORDERS.map((value) => ({ value, label: ORDER_WORDS[value].label }))}
        value={order}
        onChange={(next) => put({ order: oneOf(ORDERS, next) ?? 'ordered' })}
      />
      <p className={style.hint}>{ORDER_WORDS[order].sense}</p>
    </>
  )
}

const Exclusions = ({ question, put }: PartProps) => {
  const { exclusions, voided } = question.counting
  const [adding, setAdding] = useState(false)
  const set = (i: number, part: Partial<Exclusion>) =>
    put({ exclusions: exclusions.map((one, at) => (at === i ? { ...one, ...part } : one)) })
  return (
    <>
      {exclusions.map((one, i) => (
        <ExclusionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an exclusion is its place
          key={i}
          exclusion={one}
          question={question}
          onChange={(part) => set(i, part)}
          onDrop={() => put({ exclusions: exclusions.filter((_, at) => at !== i) })}
        />
      ))}
      {question.steps.length > 1 && exclusions.length < MOST_EXCLUSIONS && (
        <EventPicker
          label="Exclude an event"
          variant="quiet"
          opened={adding}
          onOpened={setAdding}
          next={[]}
          per={question.per}
          onPick={(event) => put({ exclusions: [...exclusions, { event, from: 1, to: question.steps.length }] })}
        >
          <Icon name="plus" />
          Exclude an event
        </EventPicker>
      )}
      {exclusions.length > 0 && (
        <OptionalSelect
          label="An excluded event"
          none="An excluded event: as the rules say"
          values={VOIDED}
          wordsOf={(value) => `An excluded event ${VOIDED_WORDS[value]}`}
          value={voided}
          onChange={(next) => put({ voided: next })}
        />
      )}
    </>
  )
}

interface RowProps {
  exclusion: Exclusion
  question: Question
  onChange: (part: Partial<Exclusion>) => void
  onDrop: () => void
}

const ExclusionRow = ({ exclusion, question, onChange, onDrop }: RowProps) => {
  const { event, from, to } = exclusion
  const steps = stepChoices(question.steps)
  return (
    <div className={style.card} role="group" aria-label={`Not ${eventWords(event)}`}>
      <div className={style.row}>
        <span className={style.label}>not</span>
        <bdi className={`${style.grow} ${style.excluded}`} title={eventWords(event)}>
          {eventWords(event)}
        </bdi>
        <ActionIcon aria-label={`Drop the exclusion of ${eventWords(event)}`} onClick={onDrop}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      <div className={style.row}>
        <span className={style.label}>after</span>
        <Select
          aria-label="Excluded after"
          className={style.grow}
          allowDeselect={false}
          data={steps.filter(({ value }) => Number(value) < to)}
          value={String(from)}
          onChange={(next) => onChange({ from: Number(next) })}
        />
        <span className={style.label}>before</span>
        <Select
          aria-label="Excluded before"
          className={style.grow}
          allowDeselect={false}
          data={steps.filter(({ value }) => Number(value) > from)}
          value={String(to)}
          onChange={(next) => onChange({ to: Number(next) })}
        />
      </div>
    </div>
  )
}

const AttemptSelect = ({ question, put }: PartProps) => (
  <OptionalSelect
    label="Attempt that counts"
    none="Attempt that counts: as the rules say"
    values={ATTEMPTS}
    wordsOf={(value) => `Attempt that counts: ${ATTEMPT_WORDS[value]}`}
    value={question.counting.attempt}
    onChange={(next) => put({ attempt: next })}
  />
)

const Hold = ({ question, put }: PartProps) => {
  const { hold } = question.counting
  const [adding, setAdding] = useState(false)
  if (hold === null && !adding) {
    return (
      <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
        Same value on all steps
      </Button>
    )
  }
  return (
    <div className={style.row}>
      <span className={style.label}>same</span>
      <div className={style.grow}>
        <FacetSelect
          label="Attribute that all steps have in common"
          value={hold}
          autoOpen={hold === null}
          onChange={(path) => {
            setAdding(false)
            put({ hold: path })
          }}
        />
      </div>
      <ActionIcon
        aria-label="Steps need not have it in common"
        onClick={() => {
          setAdding(false)
          put({ hold: null })
        }}
      >
        <Icon name="close" />
      </ActionIcon>
    </div>
  )
}
