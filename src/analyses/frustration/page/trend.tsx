import { exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { stamp } from '../../../ui/time/zone.ts'
import { type FrustrationsAnswer, KINDS } from '../definition.ts'
import style from './frustrations.module.css'
import { KIND_COLOURS, KIND_WORDS } from './words.ts'

const HEIGHT = 100

/** The SDK's signals over time, one bar a part of it. */
export const Trend = ({ trend }: { trend: FrustrationsAnswer['trend'] }) => {
  const { scope } = useFrame()
  const { times } = trend
  const sums = times.map((_, i) => KINDS.reduce((sum, kind) => sum + trend[kind][i]!, 0))
  const most = Math.max(1, ...sums)
  const all = sums.reduce((a, b) => a + b, 0)
  const highest = sums.indexOf(Math.max(...sums))
  const summary = `${exact(all)} frustration signals; most of them, ${exact(sums[highest])}, from ${stamp(times[highest] ?? 0, scope.zone, 'minute')} on`
  return (
    <figure className={style.trend}>
      <svg viewBox={`0 0 ${times.length * 10} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {times.map((time, i) => {
          let top = HEIGHT
          return (
            <g key={time}>
              <title>{`${stamp(time, scope.zone, 'minute')}: ${KINDS.map((kind) => `${exact(trend[kind][i])} ${KIND_WORDS[kind].one}`).join(', ')}`}</title>
              <rect x={i * 10} y={0} width={10} height={HEIGHT} fill="transparent" />
              {KINDS.map((kind) => {
                const height = (trend[kind][i]! / most) * HEIGHT
                top -= height
                return <rect key={kind} x={i * 10 + 1} y={top} width={8} height={height} fill={KIND_COLOURS[kind]} />
              })}
            </g>
          )
        })}
      </svg>
      <figcaption>
        <span>{stamp(times[0] ?? 0, scope.zone, 'minute')}</span>
        {KINDS.map((kind) => (
          <span key={kind} className={style.key}>
            <i style={{ background: KIND_COLOURS[kind] }} />
            {KIND_WORDS[kind].many}
          </span>
        ))}
        <span>{stamp(times.at(-1) ?? 0, scope.zone, 'minute')}</span>
      </figcaption>
    </figure>
  )
}
