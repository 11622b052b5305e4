import { ActionIcon } from '@mantine/core'
import { withoutAt } from '../../../model/attribute.ts'
import { Icon } from '../../../ui/icon.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { exact, percent, short } from '../../../ui/number/format.ts'
import { attributeWord, tagWord } from '../../analytics/words.ts'
import counts from './counts-table.module.css'
import style from './drivers.module.css'
import type { Driver } from './drivers.ts'
import type { Chosen } from './people-address.ts'
import type { Trait } from './trait.ts'
import { traitWords } from './trait-words.ts'

interface Props {
  title: string
  /** The surest first. */
  rows: readonly Driver[]
  onTrait: (trait: Trait, side: Chosen['side']) => void
  /** The page that makes a segment of those who have it; null where there is none. */
  segmentOf: (trait: Trait) => string | null
}

const FIRST_ROWS = 12

const traitOf = (row: Driver): Trait =>
  row.kind === 'attribute'
    ? { kind: 'attribute', facet: row.facet, value: row.value }
    : { kind: 'behaviour', of: row.kind, name: row.name, first: false }

/** Traits by how they go with going on; both counts list their people. */
export const DriversTable = ({ title, rows, onTrait, segmentOf }: Props) => {
  if (rows.length === 0) return null
  const sure = rows.filter(({ significant }) => significant)
  // What is not significant is shown where there is little else, so that nothing looks like nothing was tested.
  const shown = rows.slice(0, Math.max(sure.length, FIRST_ROWS))
  return (
    <>
      <table className={`${counts.table} ${style.table}`} data-drivers>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Have in common</th>
            <th scope="col" title="Those who have it and went on">
              Went on
            </th>
            <th scope="col" title="Those who have it and left">
              Left
            </th>
            <th scope="col" title="Of those who have it the share that went on">
              Rate
            </th>
            <th scope="col" title="Of those who do not have it">
              Others
            </th>
            <th scope="col" title="The chance of such a difference where there is none, after the correction">
              p
            </th>
            <th scope="col">
              <span className="ww-hidden">Segment</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const trait = traitOf(row)
            const words = traitWords(trait)
            const better = row.rate > row.rate_without
            const count = (side: Chosen['side'], n: number) => (
              <button
                type="button"
                disabled={n === 0}
                aria-label={`${words}, ${side === 'lost' ? 'left' : 'went on'}: ${exact(n)}. List them`}
                onClick={() => onTrait(trait, side)}
              >
                {short(n)}
              </button>
            )
            return (
              <tr key={words} data-sure={row.significant || undefined}>
                <th scope="row" title={words}>
                  <Name trait={trait} />
                </th>
                <td>{count('reached', row.converted)}</td>
                <td>{count('lost', row.dropped)}</td>
                <td
                  data-better={(row.significant && better) || undefined}
                  data-worse={(row.significant && !better) || undefined}
                >
                  <span aria-hidden="true">{better ? '▲ ' : '▼ '}</span>
                  {percent(row.rate)}
                </td>
                <td>{percent(row.rate_without)}</td>
                <td title={titleOf(row)}>{chance(row.adjusted_p_value)}</td>
                <td>
                  <SegmentLink words={words} path={segmentOf(trait)} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <p className={style.note}>{`${exact(rows.length - shown.length)} more that may well be chance.`}</p>
      )}
    </>
  )
}

const SegmentLink = ({ words, path }: { words: string; path: string | null }) => {
  const { go } = usePlaces()
  if (path === null) return null
  return (
    <ActionIcon size={24} aria-label={`Create a segment: ${words}`} title="Create a segment" onClick={() => go(path)}>
      <Icon name="segment" size={14} />
    </ActionIcon>
  )
}

/** The value before the attribute: it is what tells rows apart where names are cut. */
const Name = ({ trait }: { trait: Trait }) => {
  if (trait.kind === 'behaviour') return <bdi>{traitWords(trait)}</bdi>
  const path = withoutAt(trait.facet)
  return (
    <>
      <bdi>{tagWord(path, trait.value)}</bdi>
      <bdi className="ww-muted">{` ${attributeWord(path)}`}</bdi>
    </>
  )
}

const titleOf = ({ test, p_value, lift }: Driver): string =>
  [
    test === 'fisher' ? 'Fisher’s exact test' : 'χ² test',
    `p ${chance(p_value)} before the correction`,
    ...(lift === null ? [] : [`lift ${short(lift)}`]),
  ].join(', ')

/** `0.03`, `< 0.0001`. */
const chance = (p: number): string => (p < 1e-4 ? '< 0.0001' : short(Number(p.toPrecision(2))))
