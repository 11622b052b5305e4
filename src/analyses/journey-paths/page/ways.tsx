import { Button, Menu } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { duration, exact, percent, short } from '../../../ui/number/format.ts'
import type { StepKind } from '../../journey/page/step.ts'
import { entityWords, KIND_WORDS, stepWords } from '../../journey/page/words.ts'
import type { Chosen } from './address.ts'
import { printChosen } from './address.ts'
import { pairOf, type Question, SHORT_WAY, type Shown, type WayShown } from './question.ts'
import type { Way, Ways } from './result.ts'
import type { ChangeQuestion, Choose } from './use-question.ts'
import style from './ways.module.css'

interface Props {
  ways: Ways
  /** The question that the ways answer. */
  question: Question
  chosen: Chosen | null
  change: ChangeQuestion
  choose: Choose
}

const ICONS: Record<StepKind, IconName> = { view: 'view', label: 'action', action: 'action', server: 'server' }

/** A row a way, the most frequent first: how many, how long, and what happened from the one event to the other. */
export const WayList = (props: Props) => {
  const { ways, question } = props
  const { start, end } = pairOf(question)
  const [from, to] = [stepWords(question.steps[start - 1]!), stepWords(question.steps[end - 1]!)]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk the buttons in it
    <div className={style.scroll} onKeyDown={walk}>
      <ol
        className={style.ways}
        aria-label={`Ways from ${from} ${question.side === 'dropped' ? 'of those who never came' : ''} to ${to}`}
      >
        {ways.ways.map((way) => (
          <WayRow key={printChosen({ way })} {...props} way={way} from={from} to={to} />
        ))}
      </ol>
    </div>
  )
}

/** Up and down go to the same button of the row above or below, left and right to the next in the row. */
export const walk = (event: KeyboardEvent<HTMLElement>) => {
  const row = (event.target as HTMLElement).closest('li')
  if (!row) return
  const buttons = [...row.querySelectorAll<HTMLElement>('[data-walk]')]
  const at = buttons.indexOf(event.target as HTMLElement)
  const beside = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const next = beside
    ? buttons[at + beside]
    : event.key === 'ArrowDown'
      ? row.nextElementSibling?.querySelector<HTMLElement>('[data-walk]')
      : event.key === 'ArrowUp'
        ? row.previousElementSibling?.querySelector<HTMLElement>('[data-walk]')
        : undefined
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}

interface RowProps extends Props {
  way: Way
  from: string
  to: string
}

const WayRow = ({ way, question, chosen, change, choose, from, to }: RowProps) => {
  const people = `${exact(way.value)} ${entityWords(question.per, way.value)}`
  const isChosen = chosen !== null && printChosen(chosen) === printChosen({ way })
  const names = namesOf(way)
  return (
    <li className={style.way}>
      <button
        type="button"
        className={style.count}
        data-walk
        aria-pressed={isChosen}
        aria-label={`${people}, ${percent(way.share)}, ${duration(way.time.avg)} on average: ${names}. List them`}
        title={`${people}, ${exact(way.users)} users · from ${duration(way.time.min)} to ${duration(way.time.max)}`}
        onClick={() => choose({ way: { events: way.events, isCut: way.isCut } })}
      >
        <span className={style.track} aria-hidden="true">
          <span className={style.fill} style={{ width: `${way.share * 100}%` }} />
        </span>
        <b>{percent(way.share)}</b>
        <span className="ww-muted">{short(way.value)}</span>
        <span className="ww-muted">{duration(way.time.avg)}</span>
      </button>
      <Chain way={way} question={question} change={change} from={from} to={to} />
    </li>
  )
}

export const namesOf = ({ events }: WayShown): string => events.map(({ name }) => name).join(', ') || 'straight on'

interface ChainProps {
  way: WayShown
  question: Question
  change: ChangeQuestion
  from: string
  to: string
}

/** What happened from the one event to the other. */
export const Chain = ({ way, question, change, from, to }: ChainProps) => {
  const shown = question.long ? way.events : way.events.slice(0, SHORT_WAY)
  const rest = way.events.length - shown.length
  return (
    <div className={style.chain}>
      <span className={style.end}>
        <bdi title={from}>{from}</bdi>
      </span>
      {way.events.length === 0 && question.side === 'converted' && <span className="ww-muted">→ straight on</span>}
      {shown.map((event, i) => (
        <EventChip
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place on the way
          key={i}
          event={event}
          hide={() => change({ hide: [...question.hide, event] })}
        />
      ))}
      {rest > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => change({ long: true })}>
          {`View ${rest} more`}
        </Button>
      )}
      {rest === 0 && way.isCut && <span className="ww-muted">→ and on</span>}
      {question.side === 'converted' ? (
        <span className={style.end}>
          <bdi title={to}>{to}</bdi>
        </span>
      ) : (
        <span className={style.lost}>left</span>
      )}
    </div>
  )
}

/** Alt and click hides it at once; a click alone offers that. */
const EventChip = ({ event, hide }: { event: Shown; hide: () => void }) => (
  <Menu position="bottom-start" width={240}>
    <Menu.Target>
      <button
        type="button"
        className={style.chip}
        data-walk
        data-kind={event.kind}
        tabIndex={-1}
        title={`${KIND_WORDS[event.kind].one}: ${event.name}`}
        onClickCapture={(click) => {
          if (!click.altKey) return
          click.stopPropagation()
          hide()
        }}
      >
        <Icon name={ICONS[event.kind]} size={12} />
        <span className="ww-hidden">{`${KIND_WORDS[event.kind].one} `}</span>
        <bdi>{event.name}</bdi>
      </button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Item onClick={hide}>Hide it on all ways (Alt and click)</Menu.Item>
    </Menu.Dropdown>
  </Menu>
)
