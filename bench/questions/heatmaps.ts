import { answerHeatmap, answerPages } from '../../src/analyses/heatmap/answer.ts'
import { HeatmapPagesRequest, HeatmapRequest } from '../../src/analyses/heatmap/definition.ts'
import type { Group, Question } from './question.ts'

const CLICK_COLUMNS = [
  'date',
  'view_name',
  'action_target_name',
  'action_type',
  'action_frustration_type',
  'dd_action_target_selector',
  'dd_action_target_width',
  'dd_action_target_height',
  'dd_action_position_x',
  'dd_action_position_y',
  'usr_id',
  'usr_anonymous_id',
  'session_id',
]

const clicksOf = (name: string, more: object): Question => ({
  name,
  ask: (asking, span) => {
    const attributes = { ...span, view_name: '/products/?', ...more }
    return answerHeatmap(
      HeatmapRequest.parse({ data: { type: 'heatmap_request', attributes } }).data.attributes,
      asking,
    )
  },
  target: { scans: 6 },
  reads: { types: ['action'], columns: CLICK_COLUMNS },
})

export const heatmaps: Group = {
  name: 'Heatmaps',
  questions: [
    clicksOf('clicks of the page seen most, and how far people came', {}),
    clicksOf('its clicks in sessions that converted', { converted: { query: '@type:view @view.name:/checkout' } }),
    {
      name: 'pages by views, with their frustrations',
      ask: (asking, span) => {
        const data = { type: 'heatmap_pages_request', attributes: span }
        return answerPages(HeatmapPagesRequest.parse({ data }).data.attributes, asking)
      },
      target: { scans: 4 },
      reads: {
        types: ['view'],
        columns: ['date', 'view_name', 'usr_id', 'usr_anonymous_id', 'session_id', 'view_frustration_count'],
      },
    },
  ],
}
