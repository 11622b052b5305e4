import { csvOf } from '../../../ui/builder/csv.ts'
import type { Diagram } from './result.ts'

/** A row a way from one column to the next; who went no further has no target, who began later no source. */
export const linksCsv = ({ nodes, links, stubs }: Diagram): string => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const rows = [...links, ...stubs]
    .sort((a, b) => a.column - b.column || b.value - a.value)
    .map(({ column, source, target, value }) => [
      column + 1,
      byId.get(source)?.name,
      byId.get(source)?.type,
      byId.get(target)?.name,
      byId.get(target)?.type,
      value,
    ])
  return csvOf([['step', 'source', 'source_type', 'target', 'target_type', 'value'], ...rows])
}
