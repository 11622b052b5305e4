import { ActionIcon } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import { exact, percent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { paramsOf as scopeParams } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'
import { useKey } from '../../../ui/shell/keys.ts'
import type { HeatmapAnswer, HeatmapElement } from '../definition.ts'
import type { Question } from './address.ts'
import style from './heatmap.module.css'
import { useElement } from './use-heatmap.ts'

interface Props {
  element: HeatmapElement
  answer: HeatmapAnswer
  question: Question
  visible: boolean | undefined
  onClose: () => void
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`
const stepName = (text: string) => text.replace(/[\\;,]/g, '\\$&')

/** One element: how often, its rank, who was frustrated by it, and where to go from here. */
export const ElementPanel = ({ element, answer, question, visible, onClose }: Props) => {
  const { scope } = useFrame()
  const { device } = question
  const people = useElement(question, answer.page.view_name, element.id)
  const own = people.isOld ? undefined : people.answer
  useKey('Escape', 'Close the element', onClose)
  const on = device === 'any' ? '' : ` @device.type:${quoted(device)}`
  const place = `@view.name:${quoted(answer.page.view_name)}${on}`
  const clicks = `@action.target.name:${quoted(element.name)} ${place}`
  const to = (path: string, q: string, more: Record<string, string> = {}) =>
    path +
    stringifyParams({ ...scopeParams({ ...scope, filter: [scope.filter, q].filter(Boolean).join(' ') }), ...more })
  const funnel = `/funnel${stringifyParams({
    ...scopeParams(scope),
    s1: `view:${stepName(answer.page.view_name)}`,
    s2: `action:${stepName(element.name)}`,
  })}`
  return (
    <section className={style.panel} aria-label="Element">
      <ActionIcon className={style.close} aria-label="Close the element" onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
      <h2 className={style.title}>
        <bdi>{element.name || 'Without a name'}</bdi>
      </h2>
      {visible === false && (
        <p className="ww-muted">This background does not show it: the page may have changed, or it comes later.</p>
      )}
      <dl className={style.facts}>
        <Fact label="Clicks" value={exact(element.clicks)} />
        <Fact label="Rank on this page" value={`${exact(element.rank)} of ${exact(answer.clicks.elements)}`} />
        <Fact label="Of all clicks here" value={percent(element.clicks / Math.max(1, answer.clicks.clicks))} />
        <Fact label="Users" value={counted(own?.users, people.error)} />
        <Fact label="Sessions" value={counted(own?.sessions, people.error)} />
        <Fact label="Rage clicks" value={exact(element.rage)} />
        <Fact label="Dead clicks" value={exact(element.dead)} />
        <Fact label="Error clicks" value={exact(element.error)} />
        {question.converted !== '' && <Fact label="In converted sessions" value={exact(element.converted)} />}
      </dl>
      <ul className={style.links}>
        <li>
          <PlaceLink to={to('/analytics', clicks, { show: 'events', e: 'action' })}>Its events</PlaceLink>
        </li>
        <li>
          <PlaceLink to={funnel}>Start a funnel</PlaceLink>
        </li>
        <li>
          <PlaceLink to={to('/replays', '', { with: `@type:action ${clicks}` })}>Its replays</PlaceLink>
        </li>
      </ul>
      <p className={style.selector}>
        <code>{element.composed_path_selector || element.permanent_id || element.selector}</code>
      </p>
    </section>
  )
}

/** A number that comes later than the rest. */
export const counted = (number: number | null | undefined, error: unknown): string => {
  if (number != null) return exact(number)
  return error ? 'not counted' : '…'
}

export const Fact = ({ label, value }: { label: string; value: string }) => (
  <div className={style.fact}>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)
