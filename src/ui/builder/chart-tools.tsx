import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChartControl } from '../charts/chart-control.tsx'
import { Icon } from '../icon.tsx'
import style from './chart-tools.module.css'
import { CopyMenu } from './copy-menu.tsx'
import { ExportMenu } from './export-menu.tsx'
import type { FileChoice } from './file-choice.ts'
import { StatementsDialog } from './statements-dialog.tsx'

interface Props {
  /** Which analysis it is of, as saved charts call it. */
  kind: string
  /** The question in words: proposed as the chart's name, and what files are called after. */
  title: string
  /** What is asked; null while it can't be. */
  request: { path: string; body: object } | null
  /** What a saved chart holds, where that is not the request itself: one whose time moves. */
  saved?: object | null
  files?: readonly FileChoice[]
}

/** What can be done with any chart: open and save, take away as a file, look at its SQL, copy. Goes to the end of its toolbar. */
export const ChartTools = ({ kind, title, request, saved, files = [] }: Props) => {
  const [sql, sqlIs] = useDisclosure(false)
  return (
    <div className={style.tools}>
      <ChartControl kind={kind} title={title} request={saved === undefined ? (request?.body ?? null) : saved} />
      <ExportMenu title={title} files={files} />
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Icon name="code" />}
        onClick={sqlIs.open}
        disabled={request === null}
      >
        SQL
      </Button>
      <CopyMenu request={request} />
      {request && <StatementsDialog opened={sql} onClose={sqlIs.close} request={request} />}
    </div>
  )
}
