import { ActionIcon, Select, Switch, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from '../copy-button.tsx'
import { Icon } from '../icon.tsx'
import { useKey } from '../shell/keys.ts'
import { clock } from './clock.ts'
import style from './player.module.css'
import type { Player, PlayerState } from './player.ts'

interface Props {
  player: Player
  state: PlayerState
  from: number
  to: number
  /** A link to the moment shown. */
  link: string
  onFullScreen: () => void
  children?: ReactNode
}

const SPEEDS = ['0.5', '1', '2', '4', '8'].map((value) => ({ value, label: `${value}×` }))
const STEP_MS = 5_000

/** Play, pace and place. Space plays and pauses, the arrows go five seconds back and on. */
export const Controls = ({ player, state, from, to, link, onFullScreen, children }: Props) => {
  const toggle = () => (state.isPlaying ? player.pause() : player.play())
  useKey(' ', 'Play or pause', toggle)
  useKey('ArrowLeft', 'Five seconds back', () => player.seek(state.at - STEP_MS))
  useKey('ArrowRight', 'Five seconds on', () => player.seek(state.at + STEP_MS))
  useKey('f', 'Full screen', onFullScreen)
  return (
    <div className={style.controls}>
      <Tooltip label={state.isPlaying ? 'Pause (space)' : 'Play (space)'}>
        <ActionIcon size={32} variant="filled" aria-label={state.isPlaying ? 'Pause' : 'Play'} onClick={toggle}>
          <Icon name={state.isPlaying ? 'pause' : 'play'} />
        </ActionIcon>
      </Tooltip>
      <span className={style.time}>{`${clock(state.at - from)} / ${clock(to - from)}`}</span>
      <Select
        aria-label="Speed"
        w={72}
        data={SPEEDS}
        value={String(state.speed)}
        onChange={(value) => player.setSpeed(Number(value))}
        allowDeselect={false}
      />
      <Switch
        size="xs"
        label="Skip inactivity"
        checked={state.skipsIdle}
        onChange={(event) => player.setSkipsIdle(event.currentTarget.checked)}
      />
      <span className={style.space} />
      {children}
      <CopyButton text={link} what="a link to this moment" />
      <Tooltip label="Full screen (f)">
        <ActionIcon aria-label="Full screen" onClick={onFullScreen}>
          <Icon name="expand" />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
