import { Replayer } from 'rrweb'
import { condense, touchedBy } from '../../model/recording/condense.ts'
import { EVENT, type PlayerEvent } from '../../model/recording/record.ts'

export interface Size {
  width: number
  height: number
}

/** The picture of one view: it can be put to a moment, and run from there. All times are epoch ms. */
export interface Stage {
  /** Shows a moment, and stays there. */
  show(at: number): void
  play(at: number, speed: number): void
  pause(): void
  /** The moment shown now. */
  now(): number
  /** How many events it was opened with. */
  readonly taken: number
  /** More of the recording, later than all that is there. */
  add(events: readonly PlayerEvent[]): void
  destroy(): void
}

export interface StageOptions {
  /** Where the recording ends; it can be played until then even if nothing happens. */
  end: number
  onSize?(size: Size): void
  /** Whether the mouse is drawn. */
  pointer?: boolean
}

/** A picture further on than this many changed nodes is built at once instead of by changing the one that is there. */
const FEW = 500

type ReplayerEvents = ConstructorParameters<typeof Replayer>[0]

/** Builds recorded pages inside of a frame of `openFrame`. `events` begin with a size and a snapshot. */
export const createPageStage = async (
  frame: HTMLIFrameElement,
  events: readonly PlayerEvent[],
  { end, onSize, pointer = true }: StageOptions,
): Promise<Stage & { readonly document: Document }> => {
  const first = events[0]!.timestamp
  const last: PlayerEvent = {
    type: EVENT.custom,
    timestamp: Math.max(end, first) + 1,
    data: { tag: 'end', payload: {} },
  }
  const replayer = new Replayer([...events, last] as ReplayerEvents, {
    root: frame.contentDocument!.body,
    mouseTail: false,
    triggerFocus: false,
    showWarning: false,
    // The virtual document makes its nodes in the app's own document: nothing recorded may get there.
    useVirtualDom: false,
    pauseAnimation: true,
    speed: 1,
  })
  if (!pointer) replayer.wrapper.querySelector<HTMLElement>('.replayer-mouse')!.hidden = true
  replayer.on('resize', (size) => onSize?.(size as Size))
  // It draws the first page, in the first size, by timers of its own; a moment shown before would be overwritten.
  await new Promise((drawn) => setTimeout(drawn, 1))
  const drawn = events.find(({ type }) => type === EVENT.fullSnapshot)?.timestamp ?? first
  /** The moment itself is shown, not only what lies before it, and never less than the first page. */
  const offsetOf = (at: number) => Math.max(drawn, Math.min(at, last.timestamp)) - first + 1
  /** A dialog that opens in the recorded page takes the focus: it goes back to where it was. */
  let focused: Element | null = null
  const keepFocus = () => {
    if (document.activeElement !== frame) focused = document.activeElement
    else if (focused instanceof HTMLElement && focused !== document.body) focused.focus()
    else frame.blur()
  }
  replayer.on('event-cast', keepFocus)
  const show = (at: number) => {
    keepFocus()
    showAt(replayer, offsetOf(at))
    keepFocus()
  }
  return {
    show,
    play: (at, speed) => {
      show(at)
      replayer.setConfig({ speed })
      replayer.play(offsetOf(at))
    },
    pause: () => replayer.pause(),
    taken: events.length,
    now: () => first + replayer.getCurrentTime() - 1,
    add: (more) => {
      for (const event of more) replayer.addEvent(event as ReplayerEvents[number])
    },
    destroy: () => replayer.destroy(),
    get document() {
      return replayer.iframe.contentDocument!
    },
  }
}

/** Goes on from the picture that is there if the moment is near; otherwise what the page has become is built at once. */
const showAt = (replayer: Replayer, offset: number): void => {
  const { events, lastPlayedEvent } = replayer.service.state.context
  const until = events[0]!.timestamp + offset
  const index = events.findLastIndex(({ timestamp }) => timestamp < until) + 1
  const shown = lastPlayedEvent?.timestamp ?? 0
  const between = events.slice(0, index).filter(({ timestamp }) => timestamp > shown) as PlayerEvent[]
  const isNear = shown < until && between.reduce((sum, event) => sum + touchedBy(event), 0) <= FEW
  const picture = isNear ? [] : condense(events.slice(0, index) as PlayerEvent[])
  events.splice(index, 0, ...(picture as typeof events))
  replayer.pause(offset)
  events.splice(index, picture.length)
}
