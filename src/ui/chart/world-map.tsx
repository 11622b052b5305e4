import { useCallback } from 'react'
import { exactInUnit, inUnit } from '../number/format.ts'
import { SEQUENCE } from '../theme/palette.ts'
import { useScheme } from '../theme/theme-provider.tsx'
import style from './chart.module.css'
import { ItemChart } from './item-chart.tsx'
import { type Look, mapOption } from './item-option.ts'
import type { Item } from './items.ts'
import { registerWorld } from './world.ts'

registerWorld()

type Props = Omit<Parameters<typeof ItemChart>[0], 'draw'>

/** Countries of the world, the more the darker. */
export const WorldMap = (props: Props) => {
  const { items, unit } = props
  const draw = useCallback((look: Look) => mapOption(items, look), [items])
  return (
    <>
      <ItemChart {...props} draw={draw} />
      <Scale items={items} unit={unit} />
    </>
  )
}

const Scale = ({ items, unit }: { items: readonly Item[]; unit: string | undefined }) => {
  const { scheme } = useScheme()
  const most = Math.max(0, ...items.map((item) => item.value ?? 0))
  return (
    <div className={style.scale} aria-hidden="true">
      <span>0</span>
      <span style={{ display: 'flex' }}>
        {SEQUENCE[scheme].map((colour) => (
          <span key={colour} className={style.scaleStep} style={{ background: colour }} />
        ))}
      </span>
      <span title={exactInUnit(most, unit)}>{inUnit(most, unit)}</span>
    </div>
  )
}
