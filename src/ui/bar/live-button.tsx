import { Button } from '@mantine/core'
import { useLoads } from '../live/use-loads.ts'
import { useFrame } from '../scope/frame.ts'
import { useKey } from '../shell/keys.ts'

const MINUTE = 60_000

/** Long ranges cost more and change less: they follow at a distance. */
const pauseFor = (lengthMs: number): number => {
  if (lengthMs <= 61 * MINUTE) return 2000
  return lengthMs <= 49 * 60 * MINUTE ? 5000 : 15_000
}

/** Asks again whenever events have arrived. Only a range that moves with the clock can be followed. */
export const LiveButton = () => {
  const { scope, span, params, setParams, refresh } = useFrame()
  const moves = 'last' in scope.time
  const isOn = moves && params.live === 'on'
  useLoads(isOn, refresh, pauseFor(span.to - span.from))
  const toggle = () => setParams({ live: isOn ? undefined : 'on' }, { replace: true })
  useKey('l', 'Follow new events', () => moves && toggle())
  return (
    <Button
      variant={isOn ? 'light' : 'default'}
      aria-pressed={isOn}
      disabled={!moves}
      title={moves ? 'Ask again whenever events arrive (l)' : 'Choose a range up to now to follow it'}
      onClick={toggle}
    >
      Live
    </Button>
  )
}
