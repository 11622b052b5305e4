import { printAttribute } from '../../model/search/print.ts'
import type { Pill } from '../../model/search/terms-of.ts'
import { useFacetSource } from '../ask/facet-source.ts'
import { Icon } from '../icon.tsx'
import style from './filter.module.css'

interface Props {
  pill: Pill
  onEdit: () => void
  onRemove: () => void
}

/** One condition: press it to change it, the cross to drop it. */
export const FilterPill = ({ pill, onEdit, onRemove }: Props) => {
  const { bare } = useFacetSource()
  return (
    <span className={style.pill} data-negated={pill.negated || undefined}>
      <button
        type="button"
        className={style.pillText}
        title={pill.text}
        aria-label={`Change the condition ${pill.text}`}
        onClick={onEdit}
      >
        {pill.attribute === undefined ? (
          <bdi>{pill.text}</bdi>
        ) : (
          <>
            {pill.negated && <span className={style.not}>not</span>}
            <span className="ww-muted">{printAttribute(pill.attribute, { bare })}:</span>
            <bdi>{pill.value}</bdi>
          </>
        )}
      </button>
      <button
        type="button"
        className={style.pillClose}
        aria-label={`Drop the condition ${pill.text}`}
        onClick={onRemove}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  )
}
