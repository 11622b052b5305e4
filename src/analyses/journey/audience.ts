import { WaywornError } from '../../lib/errors.ts'
import type { AudienceFilters } from './definition.ts'

/** Until audiences can be asked for, only empty ones are taken. Throws `invalid_field` otherwise. */
export const checkAudience = (filters: AudienceFilters | null | undefined, pointer: string): void => {
  for (const kind of ['users', 'segments', 'accounts'] as const) {
    if (!filters?.[kind]?.length) continue
    const reason = "audiences can't be asked for yet; filter by attributes such as @usr.id in string_filter"
    throw new WaywornError(
      'invalid_field',
      { field: `audience_filters.${kind}`, reason },
      { pointer: `${pointer}/${kind}` },
    )
  }
}
