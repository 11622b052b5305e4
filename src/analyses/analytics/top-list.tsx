import { Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { exactInUnit, inUnit, signedPercent } from '../../ui/number/format.ts'
import type { Question } from './address.ts'
import { PointActions } from './point-actions.tsx'
import { versusOf } from './request.ts'
import { changeOf, OTHER_TAG, type ScalarResult } from './result.ts'
import { outputWords } from './series-view.tsx'
import style from './top-list.module.css'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord, VERSUS_WORDS } from './words.ts'

interface Props {
  result: ScalarResult
  question: Question
  change: ChangeQuestion
}

const MOST_ROWS = 500

/** The values of one attribute, ranked, each with a bar. "Other" comes last. */
export const TopList = ({ result, question, change }: Props) => {
  const rows = [
    ...result.rows.filter((r) => r.tags[0] !== OTHER_TAG),
    ...result.rows.filter((r) => r.tags[0] === OTHER_TAG),
  ]
  const most = Math.max(1e-12, ...rows.map((r) => Math.abs(r.values[0] ?? 0)))
  const unit = result.outputs[0]?.unit
  const versus = result.comparison && (versusOf(question) ?? 'previous')
  const all = rows.map((r) => r.tags)
  const hidden = rows.length - MOST_ROWS
  const label = `Top list by ${attributeWord(question.by[0]!.path)}`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className={style.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{attributeWord(question.by[0]!.path)}</th>
            <th scope="col">{outputWords(question)[0]}</th>
            {versus && <th scope="col">{`Against ${VERSUS_WORDS[versus]}`}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.tags.join('\0')}>
              <td className={style.name}>
                <div
                  className={style.bar}
                  data-other={row.tags[0] === OTHER_TAG || undefined}
                  style={{ width: `${(Math.abs(row.values[0] ?? 0) / most) * 100}%` }}
                />
                <RowMenu tags={row.tags} all={all} question={question} change={change} />
              </td>
              <td className={style.number} title={exactInUnit(row.values[0], unit)}>
                {inUnit(row.values[0], unit)}
              </td>
              {versus && (
                <td className={style.number} title={exactInUnit(row.before[0], unit)}>
                  {signedPercent(changeOf(row.values[0], row.before[0]).relative)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <p className="ww-muted">{`${hidden.toLocaleString()} more values are in the answer. Show it as a table to see all of them.`}</p>
      )}
    </div>
  )
}

interface MenuProps {
  tags: readonly string[]
  all: readonly (readonly string[])[]
  question: Question
  change: ChangeQuestion
}

const RowMenu = ({ tags, all, question, change }: MenuProps) => {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={style.value} onClick={() => setOpened(!opened)} title={tags[0]}>
          <bdi>{tags[0]}</bdi>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4} maw={320} aria-label={`What to do with ${tags[0]}`}>
        <PointActions
          question={question}
          change={change}
          by={question.by.slice(0, 1)}
          tags={tags}
          all={all}
          onDone={() => setOpened(false)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
