import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { NAMES, type Question, type Show } from './address.ts'
import style from './editor.module.css'
import { applied, formulaFault, functionsFor } from './formula-text.ts'
import { replaced, without } from './lists.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

const MOST = 5

/** Arithmetic over the queries, and functions applied to it. */
export const Formulas = ({ question, change }: Props) => {
  const { formulas, queries, show } = question
  const names = NAMES.slice(0, queries.length)
  const write = (next: readonly string[]) => change({ formulas: next })
  return (
    <section className={style.part} aria-label="Formulas">
      {formulas.map((formula, i) => (
        <div className={style.row} key={formula}>
          <FormulaInput
            formula={formula}
            names={names}
            show={show}
            onChange={(next) => write(replaced(formulas, i, next))}
          />
          <FunctionMenu
            show={show}
            of={formula}
            onChoose={(name) => write(replaced(formulas, i, applied(name, formula)))}
          />
          <ActionIcon aria-label={`Drop the formula ${formula}`} onClick={() => write(without(formulas, i))}>
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      {formulas.length < MOST && (
        <div className={style.row}>
          <Button
            variant="subtle"
            leftSection={<Icon name="plus" />}
            onClick={() => write([...formulas, names.length > 1 ? 'a / b' : 'a * 100'])}
          >
            Add formula
          </Button>
          {formulas.length === 0 && (
            <FunctionMenu
              show={show}
              of={names.join(' and ')}
              onChoose={(name) => write(names.map((query) => applied(name, query)))}
            />
          )}
        </div>
      )}
    </section>
  )
}

interface MenuProps {
  show: Show
  /** What it is applied to. */
  of: string
  onChoose: (name: string) => void
}

const FunctionMenu = ({ show, of, onChoose }: MenuProps) => (
  <Menu position="bottom-end" width={300}>
    <Menu.Target>
      <ActionIcon aria-label={`Apply a function to ${of}`} title={`Apply a function to ${of}`}>
        <span aria-hidden="true">Σ</span>
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown mah={360} style={{ overflow: 'auto' }}>
      {functionsFor(show).map(({ name, meaning }) => (
        <Menu.Item key={name} onClick={() => onChoose(name)}>
          <code>{name}</code>
          <div className="ww-muted">{meaning}</div>
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
)

interface InputProps {
  formula: string
  names: readonly string[]
  show: Show
  onChange: (text: string) => void
}

const FormulaInput = ({ formula, names, show, onChange }: InputProps) => {
  const [text, setText] = useState(formula)
  const fault = formulaFault(text, names, show)
  const take = () => fault === null && text !== formula && onChange(text)
  return (
    <TextInput
      className={style.grow}
      aria-label="Formula"
      value={text}
      error={fault}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}
