import { searchEvents } from '../../src/analyses/events/search.ts'
import { discoverFacets } from '../../src/analyses/facets/discover.ts'
import { facetValues } from '../../src/analyses/facets/values.ts'
import type { Group, Question } from './question.ts'

const HOUR = 3_600_000

const values = (name: string, facet: string, term: string, query = ''): Question => ({
  name,
  ask: (asking, span) => facetValues({ facet, term, query, ...span, limit: 20 }, asking),
  target: { ms: 200 },
})

/** A page that begins at this share of the range, as when the list is scrolled there. */
const page = (name: string, share: number, query: string): Question => ({
  name,
  async ask(asking, { from, to }) {
    const at = Math.round(from + share * (to - from))
    const after = { date: at, arrival: '0', eventId: '' }
    await searchEvents({ query, from, to, order: 'desc', limit: 50, ...(share < 1 ? { after } : {}) }, asking)
  },
  target: { ms: 300 },
})

export const browsing: Group = {
  name: 'Facets and events',
  questions: [
    values('values of a facet: country', '@geo.country', ''),
    values('values of a facet: view name, of a filter', '@view.name', '', '@type:view'),
    values('values of a facet: user id', '@usr.id', ''),
    values('autocomplete: action name', '@action.name', 'cou', '@type:action'),
    values('autocomplete: user id', '@usr.id', 'u-12'),
    values('autocomplete: a custom attribute', '@context.product.sku', 'SKU-41'),
    {
      name: 'the facets that there are',
      ask: (asking, { from, to }) => discoverFacets(from, to, asking),
      target: { ms: 200 },
    },
    page('page of events: newest', 1, ''),
    page('page of events: middle of the range', 0.5, ''),
    page('page of events: oldest', 0.001, ''),
    page('page of events: middle, of a filter', 0.5, '@type:action @geo.country:Japan'),
    page('page of events: middle, of a rare filter', 0.5, '@usr.id:u-4021'),
    {
      name: 'one hour of one day, newest events',
      ask: async (asking, { to }) =>
        searchEvents({ query: '', from: to - 200 * HOUR, to: to - 199 * HOUR, order: 'desc', limit: 50 }, asking),
      target: { ms: 300 },
    },
  ],
}
