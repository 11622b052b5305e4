import type { ProfileFacet } from '../../../ui/ask/profile-facets.ts'
import { exact, exactInUnit, inUnit, short } from '../../../ui/number/format.ts'
import { stamp } from '../../../ui/time/zone.ts'

interface Props {
  value: unknown
  path: string
  facet: ProfileFacet | undefined
  zone: string
  applications: readonly { id: string; name: string }[]
}

/** A value of a profile as people read it, exact on hover; a dash where there is none. */
export const ProfileValue = (props: Props) => {
  const { text, title } = wordsOf(props)
  if (text === '') return <span className="ww-muted">–</span>
  return <bdi title={title}>{text}</bdi>
}

/** The value as a text; empty where there is none. */
const wordsOf = ({ value, path, facet, zone, applications }: Props): { text: string; title: string } => {
  if (value === null || value === undefined || value === '') return { text: '', title: '' }
  if (typeof value === 'number') {
    return facet?.unit
      ? { text: inUnit(value, facet.unit), title: exactInUnit(value, facet.unit) }
      : { text: short(value), title: exact(value) }
  }
  const raw = typeof value === 'string' ? value : JSON.stringify(value)
  if (facet?.type === 'time') {
    const at = Date.parse(raw)
    return { text: stamp(at, zone, 'minute'), title: stamp(at, zone) }
  }
  if (path.endsWith('country_code')) return { text: countryName(raw), title: raw }
  if (path.endsWith('application_id')) return { text: applications.find((a) => a.id === raw)?.name ?? raw, title: raw }
  return { text: raw, title: raw }
}

/** `BR` is Brazil, in the reader's language; what is no code stays. */
const countryName = (code: string): string => {
  try {
    return new Intl.DisplayNames(undefined, { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
