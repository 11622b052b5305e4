import { leavesOf, textOf } from '../../../analyses/analytics/event.ts'
import style from './replay.module.css'

/** Every attribute with its value. */
export const AttributeList = ({ tree }: { tree: Record<string, unknown> }) => (
  <table className={style.leaves}>
    <tbody>
      {leavesOf(tree).map(({ path, value }) => (
        <tr key={path}>
          <th scope="row">{path}</th>
          <td>
            <bdi>{textOf(value)}</bdi>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
