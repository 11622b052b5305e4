import type { Dialect } from './dialect.ts'

/** A column of `events` that is made from others of the same row. */
export interface MadeColumn {
  type: string
  from: readonly string[]
  made: string
}

const [path, permanent, selector] = ['composed_path_selector', 'permanent_id', 'selector'].map(
  (name) => `dd_action_target_${name}`,
)

/** Which of 32 columns or rows of an element was clicked; one in the middle if that is not known. */
const cell = (position: string, size: string): string =>
  `if(ifNull(${size}, 0) > 0 AND ${position} IS NOT NULL, least(31, greatest(0, floor(assumeNotNull(${position}) / assumeNotNull(${size}) * 32))), 16)`
const across = cell('dd_action_position_x', 'dd_action_target_width')
const down = cell('dd_action_position_y', 'dd_action_target_height')

const signal = (kind: string): string => `hasAny(action_frustration_type, ['${kind}_click', '${kind}_tap'])`

/**
 * Of actions what heatmaps count: `click_element`, by what an element is known (its path, else its permanent id, its
 * selector or its name); `click_target`, how it is found on a page, as a JSON list of the first three; `click_spot`, the
 * place inside of it and frustrations: 256 × row + 8 × column + 4 if rage + 2 if dead + 1 if error.
 */
export const CLICK_COLUMNS: Readonly<Record<'click_element' | 'click_target' | 'click_spot', MadeColumn>> = {
  click_element: {
    type: 'LowCardinality(String)',
    from: ['type', path!, permanent!, selector!, 'action_target_name'],
    made: `if(type != 'action', '', multiIf(${path} != '', ${path}, ${permanent} != '', ${permanent}, ${selector} != '', ${selector}, toString(action_target_name)))`,
  },
  click_target: {
    type: 'LowCardinality(String)',
    from: ['type', path!, permanent!, selector!],
    made: `if(type != 'action', '', toJSONString([${path}, ${permanent}, ${selector}]))`,
  },
  click_spot: {
    type: 'UInt16',
    from: [
      ...['type', 'action_frustration_type', 'dd_action_position_x', 'dd_action_position_y'],
      ...['dd_action_target_width', 'dd_action_target_height'],
    ],
    made: `toUInt16(if(type != 'action', 0, 256 * ${down} + 8 * ${across} + 4 * ${signal('rage')} + 2 * ${signal('dead')} + ${signal('error')}))`,
  },
}

/** Made also of rows from before: when they are read, and written down in the background. */
export const clicks = (d: Dialect): string[] => {
  const names = Object.keys(CLICK_COLUMNS)
  const added = Object.entries(CLICK_COLUMNS).map(
    ([name, { type, made }]) => `ADD COLUMN IF NOT EXISTS ${name} ${type} MATERIALIZED ${made} CODEC(ZSTD(1))`,
  )
  return [...new Set([d.local('events'), 'events'])]
    .map((table) => `ALTER TABLE ${table}${d.onCluster} ${added.join(', ')}`)
    .concat(
      `ALTER TABLE ${d.local('events')}${d.onCluster} ${names.map((name) => `MATERIALIZE COLUMN ${name}`).join(', ')}`,
    )
}
