import { useQueries } from '@tanstack/react-query'
import { attributeOf } from '../../model/attribute.ts'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { KNOWN_FACETS, useFacets } from '../../ui/ask/facets.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { stringifyParams } from '../../ui/scope/search-params.ts'
import type { Question } from './address.ts'
import { breakdownsOf, numberOf, queriesOf } from './request.ts'
import style from './view.module.css'

interface Answer {
  data: { attributes: { events: number } }
}

/** The attributes that a question counts or groups by, without `@`, but for those that every event may have. */
export const ownAttributes = (question: Question): string[] => {
  const paths = [
    ...breakdownsOf(question).map((by) => by.path),
    ...queriesOf(question).flatMap(({ measure }) => (measure.metric === undefined ? [] : [measure.metric])),
    ...(question.show === 'distribution' ? [numberOf(question)] : []),
  ]
  return [...new Set(paths)].filter((path) => attributeOf(path) === undefined)
}

/** Says which attributes of the question, such as those of an old chart, no event of the time carries any more. */
export const GoneNote = ({ question }: { question: Question }) => {
  const ask = useAsk()
  const { span } = useFrame()
  const facets = useFacets()
  const isKnown = facets !== KNOWN_FACETS
  const unseen = ownAttributes(question).filter((path) => isKnown && !facets.some((facet) => facet.path === path))
  const found = useQueries({
    queries: unseen.map((path) => ({
      queryKey: ['facet', path, span.from, span.to, ''],
      retry: false,
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const query = stringifyParams({ from: String(span.from), to: String(span.to) })
        return ask<Answer>({ path: `/api/v2/wayworn/facets/${encodeURIComponent(path)}${query}`, signal })
      },
    })),
  })
  const gone = unseen.filter((_, i) => found[i]?.data?.data.attributes.events === 0)
  if (!gone.length) return null
  return (
    <p className={`${style.note} ${style.gone}`} role="status">
      {`No event of this time carries ${gone.map((path) => `@${path}`).join(', ')}. It may be called differently now, or be no longer sent: choose another attribute, or an earlier time.`}
    </p>
  )
}
