import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { PlaceLink } from './link.tsx'

/** A moment of a session: ms since its start (`t`), or epoch ms (`at`) where the start is not known. */
export type Moment = { t: number } | { at: number }

/** The address of a session's replay, at a moment if one is given. */
export const replayPath = (session: string, moment?: Moment): string => {
  const [name, ms] = Object.entries(moment ?? {})[0] ?? []
  return `/replays/${encodeURIComponent(session)}${name ? `?${name}=${Math.max(0, Math.round(ms!))}` : ''}`
}

interface Props {
  session: string
  moment?: Moment | undefined
  /** What it says; "Replay" unless told. */
  children?: ReactNode
}

/** Leads to the replay of a session, at the right moment. For every list of people, sessions or events. */
export const ReplayLink = ({ session, moment, children = 'Replay' }: Props) => (
  <PlaceLink to={replayPath(session, moment)}>
    <Icon name="replay" size={14} style={{ verticalAlign: '-2px', marginRight: 4 }} />
    {children}
  </PlaceLink>
)
