import { Button, TextInput, UnstyledButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { withoutAt } from '../../model/attribute.ts'
import { type Facet, useFacets, useFacetValues } from '../../ui/ask/facets.ts'
import { filterTo } from '../../ui/filter/search-text.ts'
import { findFacets } from '../../ui/filter/suggest.ts'
import { Icon } from '../../ui/icon.tsx'
import { exact, short } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { FIRST_BREAKDOWN, type Question } from './address.ts'
import { FacetDialog } from './facet-dialog.tsx'
import style from './facet-panel.module.css'
import { mostBreakdowns, searchOf } from './request.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

const MOST = 40

/** What the events carry: attributes, and of each its values with how often they come. */
export const FacetPanel = (props: Props) => {
  const [shown, setShown] = useState(false)
  return (
    <section className={style.panel} aria-label="Attributes">
      <UnstyledButton className={style.head} aria-expanded={shown} onClick={() => setShown(!shown)}>
        <Icon name={shown ? 'down' : 'right'} size={12} />
        Attributes of these events
      </UnstyledButton>
      {shown && <Facets {...props} />}
    </section>
  )
}

const Facets = (props: Props) => {
  const all = useFacets()
  const [term, setTerm] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const found = useMemo(() => findFacets(all, withoutAt(term.trim()), MOST), [all, term])
  const groups = useMemo(() => grouped(found), [found])
  return (
    <>
      <TextInput
        aria-label="Find an attribute"
        placeholder="Find an attribute"
        value={term}
        onChange={(event) => setTerm(event.currentTarget.value)}
      />
      {!found.length && <p className="ww-muted">No attribute is called that.</p>}
      {[...groups].map(([group, facets]) => (
        <div key={group}>
          <h3 className={style.group}>{group}</h3>
          <ul className={style.list}>
            {facets.map((facet) => (
              <li key={facet.path}>
                <UnstyledButton
                  className={style.facet}
                  aria-expanded={open === facet.path}
                  title={`@${facet.path}`}
                  onClick={() => setOpen(open === facet.path ? null : facet.path)}
                >
                  <Icon name={open === facet.path ? 'down' : 'right'} size={12} />
                  <bdi>{facet.label}</bdi>
                </UnstyledButton>
                {open === facet.path && <Values facet={facet} {...props} />}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {all.length > found.length && found.length === MOST && (
        <p className="ww-muted">{`${exact(all.length - MOST)} more: type a part of the name to find them.`}</p>
      )}
    </>
  )
}

const grouped = (facets: readonly Facet[]): Map<string, Facet[]> => {
  const groups = new Map<string, Facet[]>()
  for (const facet of facets) groups.set(facet.group, [...(groups.get(facet.group) ?? []), facet])
  return groups
}

const MOST_VALUES = 10

const Values = ({ facet, question, change }: Props & { facet: Facet }) => {
  const frame = useFrame()
  const { scope, setScope } = frame
  const [told, setTold] = useState(false)
  const search = searchOf(question.queries[0]!, surroundingsOf(frame))
  const { path } = facet
  const values = useFacetValues(search.ok ? path : null, '', MOST_VALUES, search.ok ? search.query : '')
  const room = mostBreakdowns(question.show) > 0
  const most = Math.max(1, ...(values.data ?? []).map((v) => v.count))
  const only = (value: string) => setScope({ filter: filterTo(scope.filter, path, value, 'include') })
  return (
    <div className={style.values}>
      {values.isPending && <p className="ww-muted">Counting</p>}
      {values.data?.length === 0 && <p className="ww-muted">None of these events carries it.</p>}
      {values.data?.map(({ value, count }) => (
        <UnstyledButton
          key={value}
          className={style.value}
          title={`Only ${value}`}
          aria-label={`Only ${value}, ${exact(count)} events`}
          onClick={() => only(value)}
        >
          <span className={style.bar} style={{ width: `${(count / most) * 100}%` }} />
          <bdi className={style.valueName}>{value === '' ? '(empty)' : value}</bdi>
          <span className="ww-muted">{short(count)}</span>
        </UnstyledButton>
      ))}
      <div className={style.tools}>
        {room && (
          <Button
            variant="subtle"
            onClick={() =>
              change({ by: [{ path, ...FIRST_BREAKDOWN }, ...question.by.filter((b) => b.path !== path)].slice(0, 4) })
            }
          >
            Break down
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={() => setTold(true)}>
          About it
        </Button>
      </div>
      {told && <FacetDialog facet={facet} search={search.ok ? search.query : ''} onClose={() => setTold(false)} />}
    </div>
  )
}
