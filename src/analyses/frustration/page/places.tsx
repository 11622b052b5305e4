import { PlaceLink } from '../../../ui/link.tsx'
import { exact } from '../../../ui/number/format.ts'
import { ReplayLink } from '../../../ui/replay-link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { paramsOf as scopeParams } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { type Column, DataTable } from '../../../ui/table/data-table.tsx'
import { stamp } from '../../../ui/time/zone.ts'
import type { FrustrationPlace } from '../definition.ts'
import style from './frustrations.module.css'
import { KIND_COLOURS, KIND_WORDS } from './words.ts'

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

const sessionsQuery = ({ kind, by, view_name, element }: FrustrationPlace): string =>
  [
    '@type:action',
    `@view.name:${quoted(view_name)}`,
    `@action.target.name:${quoted(element)}`,
    ...(by === 'sdk' ? [`@action.frustration.type:${kind}_click`] : []),
  ].join(' ')

/** Where it happened, how often and to whom; each place leads to its sessions and replays. */
export const Places = ({ places }: { places: readonly FrustrationPlace[] }) => {
  const { scope } = useFrame()
  const to = (path: string, q: string, more: Record<string, string> = {}) =>
    path +
    stringifyParams({ ...scopeParams({ ...scope, filter: [scope.filter, q].filter(Boolean).join(' ') }), ...more })
  const heatmap = ({ view_name, kind }: FrustrationPlace) =>
    `/heatmaps${stringifyParams({ ...scopeParams(scope), view: view_name, device: 'any', layer: kind })}`
  const columns: Column<FrustrationPlace>[] = [
    {
      key: 'kind',
      title: 'Signal',
      width: 140,
      render: ({ kind, by }) => (
        <span className={style.key}>
          <i style={{ background: KIND_COLOURS[kind] }} />
          {KIND_WORDS[kind].many}
          {by === 'rule' && <span className="ww-muted"> by rule</span>}
        </span>
      ),
    },
    {
      key: 'page',
      title: 'Page',
      width: 150,
      render: (place) => (
        <PlaceLink to={heatmap(place)} title="On its heatmap">
          <bdi>{place.view_name || 'Without a name'}</bdi>
        </PlaceLink>
      ),
    },
    { key: 'element', title: 'Element', width: 190, render: ({ element }) => <bdi>{element || 'Without a name'}</bdi> },
    { key: 'count', title: 'Times', width: 76, align: 'right', render: ({ count }) => exact(count) },
    {
      key: 'sessions',
      title: 'Sessions',
      width: 86,
      align: 'right',
      render: (place) => (
        <PlaceLink to={to('/analytics', sessionsQuery(place), { show: 'events', e: 'action' })}>
          {exact(place.sessions)}
        </PlaceLink>
      ),
    },
    { key: 'users', title: 'Users', width: 70, align: 'right', render: ({ users }) => exact(users) },
    {
      key: 'since',
      title: 'Since version',
      width: 110,
      render: ({ first_version, versions }) =>
        first_version ? `${first_version}${versions > 1 ? `, ${exact(versions)} in all` : ''}` : '–',
    },
    { key: 'first', title: 'First', width: 128, render: ({ first }) => stamp(first, scope.zone, 'minute') },
    { key: 'last', title: 'Last', width: 128, render: ({ last }) => stamp(last, scope.zone, 'minute') },
    {
      key: 'replays',
      title: 'Look at it',
      width: 150,
      render: ({ examples }) => (
        <span className={style.examples}>
          {examples.map(({ session_id, at }, index) => (
            <ReplayLink key={`${session_id} ${at}`} session={session_id} moment={{ at }}>
              {index === 0 ? 'Session 1' : `${index + 1}`}
            </ReplayLink>
          ))}
        </span>
      ),
    },
  ]
  return (
    <DataTable
      label="Places of frustration"
      rows={places}
      columns={columns}
      rowKey={({ kind, by, view_name, element }) => JSON.stringify([kind, by, view_name, element])}
    />
  )
}
