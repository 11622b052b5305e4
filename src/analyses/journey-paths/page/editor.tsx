import { ActionIcon, Chip, Group, SegmentedControl, Select } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { ComparePart } from '../../journey/page/compare-part.tsx'
import style from '../../journey/page/editor.module.css'
import { ENTITIES, EVENT_KINDS, type EventKind } from '../../journey/page/step.ts'
import { StepList } from '../../journey/page/step-list.tsx'
import { WindowInput } from '../../journey/page/window-input.tsx'
import { KIND_WORDS, stepChoices } from '../../journey/page/words.ts'
import { MOST_BESIDE, pairOf, type Question } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  adding: boolean
  onAdding: (adding: boolean) => void
}

/** What is asked: between which events, whose ways, what of them is shown. Every change asks at once. */
export const Editor = ({ question, change, adding, onAdding }: Props) => (
  <div className={style.editor}>
    <StepList
      followed={question}
      onSteps={(steps) => change({ steps, pair: null })}
      adding={adding}
      onAdding={onAdding}
    />
    {question.steps.length > 2 && <PairSelect question={question} change={change} />}
    <section className={style.part} aria-labelledby="followed-title">
      <h2 className={style.title} id="followed-title">
        Of one
      </h2>
      <SegmentedControl
        fullWidth
        w="100%"
        aria-label="Whose ways"
        data={ENTITIES.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
        value={question.per}
        onChange={(per) => change({ per: ENTITIES.find((e) => e === per) ?? 'session' })}
      />
      {question.per !== 'session' && <WindowInput followed={question} onWithin={(within) => change({ within })} />}
    </section>
    <section className={style.part} aria-labelledby="kinds-title">
      <h2 className={style.title} id="kinds-title">
        Shown on the way
      </h2>
      <Chip.Group
        multiple
        value={[...question.kinds]}
        onChange={(kinds) => kinds.length > 0 && change({ kinds: EVENT_KINDS.filter((k) => kinds.includes(k)) })}
      >
        <Group gap={4}>
          {EVENT_KINDS.map((kind: EventKind) => (
            <Chip key={kind} size="xs" value={kind}>
              {KIND_WORDS[kind].many}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </section>
    {question.hide.length > 0 && <Hidden question={question} change={change} />}
    <ComparePart versus={question.versus} onVersus={(versus) => change({ versus })} most={MOST_BESIDE} />
  </div>
)

type Part = Pick<Props, 'question' | 'change'>

const PairSelect = ({ question, change }: Part) => {
  const { start, end } = pairOf(question)
  const names = stepChoices(question.steps)
  const put = (pair: { start: number; end: number }) => change({ pair })
  return (
    <section className={style.part} aria-labelledby="pair-title">
      <h2 className={style.title} id="pair-title">
        Ways between
      </h2>
      <Select
        aria-label="From step"
        w="100%"
        allowDeselect={false}
        data={names.slice(0, -1)}
        value={String(start)}
        onChange={(next) => put({ start: Number(next), end: Math.max(end, Number(next) + 1) })}
      />
      <Select
        aria-label="To step"
        w="100%"
        allowDeselect={false}
        data={names.slice(1)}
        value={String(end)}
        onChange={(next) => put({ start: Math.min(start, Number(next) - 1), end: Number(next) })}
      />
    </section>
  )
}

const Hidden = ({ question, change }: Part) => (
  <section className={style.part} aria-labelledby="hidden-title">
    <h2 className={style.title} id="hidden-title">
      Hidden
    </h2>
    {question.hide.map(({ kind, name }) => (
      <div className={style.row} key={`${kind}:${name}`}>
        <bdi className={`${style.grow} ${style.name}`} title={`${KIND_WORDS[kind].one}: ${name}`}>
          {name}
        </bdi>
        <ActionIcon
          size={24}
          aria-label={`Show ${name} again`}
          onClick={() => change({ hide: question.hide.filter((one) => one.kind !== kind || one.name !== name) })}
        >
          <Icon name="close" size={12} />
        </ActionIcon>
      </div>
    ))}
  </section>
)
