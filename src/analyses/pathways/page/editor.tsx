import { ActionIcon, Button, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import { ComparePart } from '../../journey/page/compare-part.tsx'
import style from '../../journey/page/editor.module.css'
import { EventPicker } from '../../journey/page/event-picker.tsx'
import { ENTITIES, EVENT_KINDS, type EventKind } from '../../journey/page/step.ts'
import { KIND_WORDS } from '../../journey/page/words.ts'
import { FEWEST_COLUMNS, MOST_BESIDE, MOST_COLUMNS, MOST_ENTRIES, MOST_FOLDERS, type Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** What is asked: what is followed, from where or to where, how far. Every change asks at once. */
export const Editor = (props: Props) => (
  <div className={style.editor}>
    <Anchor {...props} />
    <Followed {...props} />
    <Size {...props} />
    <Passed {...props} />
    <ComparePart versus={props.question.versus} onVersus={(versus) => props.change({ versus })} most={MOST_BESIDE} />
  </div>
)

const Anchor = ({ question, change }: Props) => {
  const [opened, setOpened] = useState(false)
  const { at, of, direction } = question
  const one = KIND_WORDS[of].one.toLowerCase()
  return (
    <section className={style.part} aria-labelledby="anchor-title">
      <h2 className={style.title} id="anchor-title">
        Paths
      </h2>
      {at !== null && (
        <SegmentedControl
          fullWidth
          w="100%"
          aria-label="Direction"
          data={[
            { value: 'after', label: 'After' },
            { value: 'before', label: 'Before' },
          ]}
          value={direction}
          onChange={(next) => change({ direction: next === 'before' ? 'before' : 'after', expand: [], pick: [] })}
        />
      )}
      <div className={style.row}>
        <div className={style.grow}>
          <EventPicker
            label={at === null ? `From the start. Choose a ${one} instead` : `${KIND_WORDS[of].one}: ${at}. Change it`}
            variant="field"
            opened={opened}
            onOpened={setOpened}
            next={[]}
            per={question.per}
            kinds={[of]}
            patterns
            onPick={({ name }) => name !== null && change({ at: name, expand: [], pick: [] })}
          >
            <span className={style.face}>
              <bdi className={style.name}>{at ?? 'From the start'}</bdi>
            </span>
          </EventPicker>
        </div>
        {at !== null && (
          <ActionIcon
            size={28}
            aria-label="From the start, wherever it is"
            onClick={() => change({ at: null, direction: 'after', expand: [], pick: [] })}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        )}
      </div>
    </section>
  )
}

const Followed = ({ question, change }: Props) => (
  <section className={style.part} aria-labelledby="followed-title">
    <h2 className={style.title} id="followed-title">
      Of one
    </h2>
    <SegmentedControl
      fullWidth
      w="100%"
      aria-label="Whose paths"
      data={ENTITIES.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
      value={question.per}
      onChange={(per) => change({ per: ENTITIES.find((e) => e === per) ?? 'session' })}
    />
    <Select
      aria-label="What is followed"
      w="100%"
      allowDeselect={false}
      data={EVENT_KINDS.map((value) => ({ value, label: KIND_WORDS[value].many }))}
      value={question.of}
      onChange={(of) => change({ of: of as EventKind, at: null, direction: 'after', expand: [], hide: [], pick: [] })}
    />
  </section>
)

const Size = ({ question, change }: Props) => (
  <section className={style.part} aria-labelledby="size-title">
    <h2 className={style.title} id="size-title">
      Shown
    </h2>
    <div className={style.row}>
      <NumberInput
        aria-label="Steps"
        w={64}
        min={FEWEST_COLUMNS}
        max={MOST_COLUMNS}
        clampBehavior="strict"
        allowDecimal={false}
        value={question.steps}
        onChange={(steps) =>
          typeof steps === 'number' && steps >= FEWEST_COLUMNS && change({ steps, expand: [], pick: [] })
        }
      />
      <span className={style.label}>steps, the first</span>
      <NumberInput
        aria-label="Names in each step"
        w={64}
        min={1}
        max={MOST_ENTRIES}
        clampBehavior="strict"
        allowDecimal={false}
        value={question.entries}
        onChange={(entries) => typeof entries === 'number' && entries >= 1 && change({ entries, expand: [] })}
      />
      <span className={style.label}>names</span>
    </div>
    {question.of === 'view' && (
      <Select
        aria-label="Folders"
        w="100%"
        allowDeselect={false}
        data={[
          { value: '', label: 'Every page by itself' },
          ...foldersOffered(question.folders).map((n) => ({
            value: String(n),
            label: n === 1 ? 'Pages of a folder as one' : `Pages of a folder ${n} deep as one`,
          })),
        ]}
        value={question.folders === null ? '' : String(question.folders)}
        onChange={(folders) => change({ folders: folders ? Number(folders) : null, expand: [], hide: [], pick: [] })}
      />
    )}
    {question.expand.length > 0 && (
      <Button variant="subtle" onClick={() => change({ expand: [] })}>
        Fold what was looked into
      </Button>
    )}
  </section>
)

const foldersOffered = (now: number | null): number[] =>
  [...new Set([1, 2, 3, 4, ...(now === null ? [] : [now])])].filter((n) => n <= MOST_FOLDERS).sort((a, b) => a - b)

const Passed = ({ question, change }: Props) => {
  if (question.hide.length === 0) return null
  return (
    <section className={style.part} aria-labelledby="passed-title">
      <h2 className={style.title} id="passed-title">
        Passed over
      </h2>
      {question.hide.map((name) => (
        <div className={style.row} key={name}>
          <bdi className={`${style.grow} ${style.name}`} title={name}>
            {name}
          </bdi>
          <ActionIcon
            size={24}
            aria-label={`Show ${name} again`}
            onClick={() => change({ hide: question.hide.filter((one) => one !== name) })}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        </div>
      ))}
    </section>
  )
}
