import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { attentionOf, type MeasuredView } from '../../replay/attention.ts'
import { recordingStarts } from '../../replay/recording-starts.ts'
import type { Asking } from '../asking.ts'
import {
  type ClickQuestion,
  compileBackgrounds,
  compileClickers,
  compileClicks,
  compileMeasured,
  compilePages,
  compilePeople,
  compileScroll,
  compileStanding,
} from './compile.ts'
import {
  type AttentionAttributes,
  BANDS,
  type BackgroundsAttributes,
  type HeatmapAnswer,
  type HeatmapAttention,
  type HeatmapAttributes,
  type HeatmapBackground,
  type HeatmapPage,
  type PagesAttributes,
} from './definition.ts'
import {
  backgroundOf,
  type ClickersRow,
  type ClicksRow,
  clicksOf,
  type PeopleRow,
  type RecordedView,
  type ScrollRow,
  type StandingRow,
  scrollOf,
  standingOf,
} from './shape.ts'
import type { Whose } from './source.ts'

type Common = Pick<PagesAttributes, 'application_id' | 'device_type' | 'search' | 'audience_filters'>

const searchAt = ({ query }: { query: string }, field: string): Search =>
  parseSearch(query, { pointer: `/data/attributes/${field}/query` })

const whoseOf = async (
  attributes: Common & { view_name?: string | null | undefined },
  asking: Asking,
): Promise<Whose> => ({
  application: attributes.application_id ?? null,
  device: attributes.device_type ?? null,
  view: attributes.view_name ?? null,
  search: searchAt(attributes.search, 'search'),
  audience: await asking.audience(attributes.audience_filters, '/data/attributes/audience_filters'),
})

/** A background that somebody kept: a moment since the recording of a session began, ms. */
export interface Kept {
  id: string
  sessionId: string | null
  start: number
}

/** Where people clicked on a page, how far they scrolled, and how it stands among the others. */
export const answerHeatmap = async (attributes: HeatmapAttributes, asking: Asking): Promise<HeatmapAnswer> => {
  const whose = await whoseOf(attributes, asking)
  const scope = asking.scope(attributes.from, attributes.to)
  const { limit, action_search, converted, element, people } = attributes
  const question: ClickQuestion = {
    whose,
    actions: searchAt(action_search, 'action_search'),
    converted: converted ? searchAt(converted, 'converted') : null,
    element: element ?? null,
    limit,
  }
  const of = { ...whose, view: attributes.view_name }
  const [clicks, clickers, standing, scroll, seen] = await Promise.all([
    asking.run<ClicksRow>(compileClicks(question, scope)),
    people ? asking.run<ClickersRow>(compileClickers(question, scope)) : [],
    asking.run<StandingRow>(compileStanding(of, scope)),
    asking.run<ScrollRow>(compileScroll(of, scope)),
    people ? asking.run<PeopleRow>(compilePeople(of, scope)) : [],
  ])
  return {
    ...clicksOf(clicks[0]!, clickers[0]),
    page: standingOf(attributes.view_name, standing[0], seen[0]),
    scroll: scrollOf(scroll[0]!),
  }
}

/** The pages of an application, the most seen first. */
export const answerPages = async (attributes: PagesAttributes, asking: Asking): Promise<HeatmapPage[]> => {
  const whose = await whoseOf(attributes, asking)
  const scope = asking.scope(attributes.from, attributes.to)
  const rows = await asking.run<HeatmapPage & { pages: number }>(compilePages(whose, scope, attributes))
  return rows.map(({ pages: _, ...page }) => page)
}

/** How long the bands of a page were looked at, by its newest recordings. */
export const answerAttention = async (attributes: AttentionAttributes, asking: Asking): Promise<HeatmapAttention> => {
  const whose = await whoseOf(attributes, asking)
  const scope = asking.scope(attributes.from, attributes.to)
  const views = await asking.run<MeasuredView & { recorded: number }>(compileMeasured(whose, scope, attributes.limit))
  return { recorded: views[0]?.recorded ?? 0, ...(await attentionOf(views, BANDS, asking)) }
}

/** Recorded moments that can stand behind the clicks, the likeliest first; and where the kept ones lie. */
export const answerBackgrounds = async (
  attributes: BackgroundsAttributes,
  snapshots: readonly Kept[],
  asking: Asking,
): Promise<{ found: HeatmapBackground[]; kept: { snapshot_id: string; at: number }[] }> => {
  const whose = await whoseOf(attributes, asking)
  const scope = asking.scope(attributes.from, attributes.to)
  const views = await asking.run<RecordedView>(compileBackgrounds(whose, scope, attributes.limit))
  const sessions = [...views.map(({ session }) => session), ...snapshots.flatMap(({ sessionId }) => sessionId ?? [])]
  const starts = await recordingStarts([...new Set(sessions)], asking)
  return {
    found: views.map((view) => backgroundOf(view, starts.get(view.session) ?? view.began)),
    kept: snapshots.flatMap(({ id, sessionId, start }) => {
      const began = sessionId === null ? undefined : starts.get(sessionId)
      return began === undefined ? [] : [{ snapshot_id: id, at: began + start }]
    }),
  }
}
