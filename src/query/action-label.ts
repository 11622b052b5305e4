import { WaywornError } from '../lib/errors.ts'
import { cssPathPattern } from '../model/action-label/css-path.ts'
import { type ActionLabel, LABEL_PATH, type LabelDefinition } from '../model/action-label/definition.ts'
import { attributeMatch, or as either, is, type Search } from '../model/search/ast.ts'
import { literal, literalOf, matches, wildcards } from '../model/search/value-pattern.ts'
import { and, constant, join, or, type Sql, sql, str } from '../sql/sql.ts'
import type { Derive, Fields } from './field.ts'
import { predicateOf } from './predicate.ts'

/** Labels of actions as the attribute `action.label`: made of other columns when asked, so that they hold for the past too. */
export const deriveLabels =
  (labels: readonly ActionLabel[]): Derive =>
  (path, fields) => {
    if (path !== LABEL_PATH) return undefined
    const alias = constant('action_label')
    const held = labels.map((label) => sql`if(${isLabelled(label, fields)}, ${str(label.name)}, '')`)
    const texts = sql`arrayFilter(x -> x != '', ${alias})`
    return {
      path,
      alias: 'action_label',
      stored: held.length ? sql`[${join(held)}]` : constant("CAST([], 'Array(String)')"),
      ofSession: false,
      type: 'strings',
      unit: undefined,
      several: true,
      texts,
      text: sql`${texts}[1]`,
      number: constant("CAST(NULL, 'Nullable(Float64)')"),
      exists: sql`notEmpty(${texts})`,
      whether: (pattern) => {
        const found = labels.filter((label) => matches(pattern, label.name))
        const name = literalOf(pattern)
        if (!found.length && name !== undefined) throw unknownLabel(name, labels)
        return or(found.map((label) => isLabelled(label, fields)))
      },
    }
  }

const SHOWN = 20

const unknownLabel = (name: string, labels: readonly ActionLabel[]) => {
  const names = labels.slice(0, SHOWN).map((label) => JSON.stringify(label.name))
  const there = names.length
    ? `there are ${names.join(', ')}${labels.length > SHOWN ? ', …' : ''}`
    : 'there are none yet'
  const reason = `${JSON.stringify(name)} is no labelled action; ${there}`
  return new WaywornError('invalid_field', { field: `@${LABEL_PATH}`, reason })
}

/** Whether an event is an action of the label: 1 or 0. */
export const isLabelled = ({ definitions }: ActionLabel, fields: Fields): Sql =>
  and([sql`${fields.of('type').text} = 'action'`, or(definitions.map((one) => meets(one, fields)))])

const meets = ({ action_type, action_name, pages, selector }: LabelDefinition, fields: Fields): Sql => {
  const one = (paths: readonly string[], values: readonly string[]) => {
    const searches = paths.flatMap((path) => values.map((value): Search => attributeMatch(path, is(wildcards(value)))))
    return predicateOf(either(searches), fields)
  }
  return and([
    ...(action_type ? [predicateOf(attributeMatch('action.type', is(literal(action_type))), fields)] : []),
    ...(action_name ? [one(['action.name', 'action.target.name'], [action_name])] : []),
    ...(pages ? [one(['view.name', 'view.url_path'], pages)] : []),
    ...(selector ? [selected(selector, fields)] : []),
  ])
}

const selected = (selector: string, fields: Fields): Sql => {
  const pattern = cssPathPattern(selector)
  return or([
    sql`${fields.of('_dd.action.target.selector').text} = ${str(selector)}`,
    ...(pattern ? [sql`match(${fields.of('_dd.action.target.composed_path_selector').text}, ${str(pattern)})`] : []),
  ])
}
