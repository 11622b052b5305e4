import { Button } from '@mantine/core'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { Failure } from '../feedback/failure.tsx'
import style from './player.module.css'
import type { Player, PlayerState } from './player.ts'
import type { Size } from './stage.ts'

interface Props {
  host: RefObject<HTMLDivElement | null>
  player: Player | undefined
  state: PlayerState | undefined
}

/** The recorded page, as large as its place allows, and what is to be said about it. */
export const Picture = ({ host, player, state }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  const room = useRoom(place)
  const size = state?.size
  const scale = size ? Math.min(1, room.width / size.width, room.height / size.height) : 1
  const box = size && placed(room, size, scale)
  const isShown = state?.status === 'shown' || (state?.status === 'loading' && size !== undefined)
  return (
    <div ref={place} className={style.place} data-status={state?.status ?? 'loading'}>
      <div className={style.picture} style={box ?? { width: 0, height: 0 }} aria-hidden={!isShown}>
        <div ref={host} className={style.host} style={{ transform: `scale(${scale})` }} />
      </div>
      {state?.status === 'loading' && !size && <Note>Loading the recording</Note>}
      {state?.status === 'nothing' && <Nothing player={player} state={state} />}
      {state?.status === 'failed' && <Failure error={state.error} again={() => player?.seek(state.at)} />}
    </div>
  )
}

const Note = ({ children }: { children: ReactNode }) => (
  <div className={style.note} role="status">
    {children}
  </div>
)

const Nothing = ({ player, state }: { player: Player | undefined; state: PlayerState }) => (
  <div className={`${style.note} ${style.cover}`}>
    <p>
      Of this page no picture can be made: the beginning of its recording has not arrived. What happened on it is in the
      list of events.
    </p>
    {state.view && <Button onClick={() => player?.seek(state.view!.end + 1)}>Go on behind it</Button>}
  </div>
)

/** In the middle of its room, and at whole pixels of the screen: text looks different at fractions of one. */
const placed = (room: DOMRect, size: Size, scale: number) => {
  const [width, height] = [size.width * scale, size.height * scale]
  const left = Math.round(room.x + (room.width - width) / 2) - room.x
  const top = Math.round(room.y + (room.height - height) / 2) - room.y
  return { width, height, left, top }
}

/** How large an element is and where it lies, now and later. */
const useRoom = (of: RefObject<HTMLElement | null>) => {
  const [room, setRoom] = useState(() => new DOMRect(0, 0, 1, 1))
  useEffect(() => {
    const { current } = of
    if (!current) return
    const observer = new ResizeObserver(() => setRoom(current.getBoundingClientRect()))
    observer.observe(current)
    return () => observer.disconnect()
  }, [of])
  return room
}
