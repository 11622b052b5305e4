import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { PlaceLink } from '../../../../ui/link.tsx'
import style from './profile.module.css'

interface Answer {
  data: { id: string; attributes: { name: string; member: boolean | null } }[]
}

/** The segments that one is in. */
export const Memberships = ({ audience, id }: { audience: Audience; id: string }) => {
  const ask = useAsk()
  const path = `/api/v2/product-analytics/${audience}/${encodeURIComponent(id)}/segments`
  const { data, error, refetch } = useQuery({
    queryKey: ['segments', 'of', path],
    queryFn: async ({ signal }) => (await ask<Answer>({ path, signal })).data,
  })
  const inside = data?.filter(({ attributes }) => attributes.member === true) ?? []
  const unknown = data?.filter(({ attributes }) => attributes.member === null) ?? []
  return (
    <section className={style.attributes} aria-label="Segments">
      <h2>Segments</h2>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting rows={2} />}
      {data && !inside.length && <p className="ww-muted">In none.</p>}
      {inside.length > 0 && (
        <ul className={style.memberships}>
          {inside.map(({ id: segment, attributes }) => (
            <li key={segment}>
              <PlaceLink to={`/segments/${segment}`}>
                <bdi>{attributes.name}</bdi>
              </PlaceLink>
            </li>
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <p className="ww-muted">
          {`Could not be told of ${unknown.map(({ attributes }) => attributes.name).join(', ')}.`}
        </p>
      )}
    </section>
  )
}
