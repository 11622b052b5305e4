import { type PointerEvent, useRef, useState } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import style from './editor.module.css'
import { EventPicker } from './event-picker.tsx'
import { moved, placeAt } from './reorder.ts'
import { type EventName, type Followed, MOST_STEPS, type Step } from './step.ts'
import { StepCard } from './step-card.tsx'
import { useNextEvents } from './use-next-events.ts'

interface Props {
  followed: Followed
  onSteps: (steps: readonly Step[]) => void
  /** Whether steps between the first and the last may be left out. */
  canBeOptional?: boolean
  /** Whether the list of events of the next step is open. */
  adding: boolean
  onAdding: (adding: boolean) => void
}

/** The steps in order. */
export const StepList = ({ followed, onSteps, canBeOptional = false, adding, onAdding }: Props) => {
  const { steps, per } = followed
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const drag = useDrag(list, (from, to) => from !== to && onSteps(moved(steps, from, to)))
  const { asking, setAsking, next } = useNext(followed)
  const put = (i: number, step: Step) => onSteps(steps.map((s, at) => (at === i ? step : s)))
  const move = (from: number, by: number) => {
    const to = Math.min(steps.length - 1, Math.max(0, from + by))
    if (to === from) return
    onSteps(moved(steps, from, to))
    setSaid(`Moved to place ${to + 1} of ${steps.length}`)
    // The focus follows the step that was moved.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-handle="${to + 1}"]`)?.focus())
  }
  const add = (event: EventName) => onSteps([...steps, { events: [event], filter: '' }])
  return (
    <section className={style.part} aria-labelledby="steps-title">
      <h2 className={style.title} id="steps-title">
        Steps
      </h2>
      {steps.length > 0 && (
        <ol ref={list} className={style.steps} data-dragging={drag.from !== null || undefined}>
          {steps.map((step, i) => (
            <StepCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              key={i}
              name={`step ${i + 1}`}
              step={step}
              per={per}
              next={asking === i ? next : []}
              onAskNext={(on) => setAsking(on ? i : null)}
              onChange={(changed) => put(i, changed)}
              canBeOptional={canBeOptional && i > 0 && i < steps.length - 1}
              onRemove={() => onSteps(steps.filter((_, at) => at !== i))}
              handle={{ number: i + 1, onMove: (by) => move(i, by), ...drag.handleOf(i) }}
              dragged={drag.from === i}
            />
          ))}
          {drag.line !== null && <li className={style.line} style={{ top: drag.line }} aria-hidden="true" />}
        </ol>
      )}
      {steps.length < MOST_STEPS ? (
        <EventPicker
          label="Add step"
          variant={steps.length < 2 ? 'field' : 'quiet'}
          opened={adding}
          onOpened={(on) => {
            onAdding(on)
            setAsking(on ? steps.length : null)
          }}
          next={adding ? next : []}
          per={per}
          onPick={add}
        >
          <Icon name="plus" />
          {steps.length === 0 ? 'Choose the first step' : 'Add step'}
        </EventPicker>
      ) : (
        <p className="ww-muted">{`A funnel has ${MOST_STEPS} steps at most.`}</p>
      )}
      <div className="ww-hidden" aria-live="polite">
        {said}
      </div>
    </section>
  )
}

/** What comes next is asked for only while a list of events is open, for the place that it belongs to. */
const useNext = (followed: Followed) => {
  const [asking, setAsking] = useState<number | null>(null)
  const around = useSurroundings()
  const before = { ...followed, steps: followed.steps.slice(0, asking ?? 0).filter((step) => !step.optional) }
  return { asking, setAsking, next: useNextEvents(before, around, asking !== null && asking > 0) }
}

interface Dragged {
  from: number
  to: number
  line: number
}

/** Moving a step by its handle, with mouse, pen or finger. */
const useDrag = (list: React.RefObject<HTMLOListElement | null>, onDrop: (from: number, to: number) => void) => {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const handleOf = (from: number) => {
    const at = (y: number): Dragged => {
      const box = list.current!.getBoundingClientRect()
      const cards = [...list.current!.querySelectorAll<HTMLElement>('li[aria-label]')].map((c) =>
        c.getBoundingClientRect(),
      )
      const to = placeAt(
        y,
        cards.map((c) => c.top + c.height / 2),
        from,
      )
      const others = cards.filter((_, i) => i !== from)
      const edge = to < others.length ? others[to]!.top : (others.at(-1)?.bottom ?? box.bottom)
      return { from, to, line: edge - box.top - 2 }
    }
    const onPointerDown = (down: PointerEvent<HTMLElement>) => {
      if (down.button !== 0) return
      const handle = down.currentTarget
      handle.setPointerCapture(down.pointerId)
      let latest: Dragged | null = null
      const move = (event: globalThis.PointerEvent) => {
        if (!latest && Math.abs(event.clientY - down.clientY) < 4) return
        latest = at(event.clientY)
        setDragged(latest)
      }
      const end = (event: globalThis.PointerEvent) => {
        handle.removeEventListener('pointermove', move)
        for (const name of ['pointerup', 'pointercancel'] as const) handle.removeEventListener(name, end)
        setDragged(null)
        if (latest && event.type === 'pointerup') onDrop(latest.from, latest.to)
      }
      handle.addEventListener('pointermove', move)
      for (const name of ['pointerup', 'pointercancel'] as const) handle.addEventListener(name, end)
    }
    return { onPointerDown }
  }
  return { from: dragged?.from ?? null, line: dragged?.line ?? null, handleOf }
}
