import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChartsDialog } from '../../../ui/charts/charts-dialog.tsx'
import { addressOfChart } from '../../../ui/charts/open-chart.ts'
import type { SavedChart } from '../../../ui/charts/saved-chart.ts'
import { useCharts } from '../../../ui/charts/use-charts.ts'
import { Answer } from '../../../ui/feedback/answer.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink } from '../../../ui/link.tsx'
import { exact } from '../../../ui/number/format.ts'
import { Card, NothingHere } from './card.tsx'
import style from './home.module.css'

const MOST = 5

/** Charts that can be opened, one's own stars first, then what was changed last. */
const chosen = (charts: readonly SavedChart[]): SavedChart[] =>
  charts
    .filter((chart) => addressOfChart(chart) !== null)
    .sort((a, b) => Number(b.starred) - Number(a.starred))
    .slice(0, MOST)

export const SavedCharts = () => {
  const { data, error, isPlaceholderData, isFetching, refetch } = useCharts({})
  const [isOpen, { open: openAll, close: closeAll }] = useDisclosure(false)
  const answer = data && chosen(data.charts)
  return (
    <Card title="Saved charts" size="narrow">
      <Answer asked={{ answer, error, isFetching, isOld: isPlaceholderData, again: () => void refetch() }}>
        {(charts) =>
          charts.length === 0 ? (
            <NothingHere>Ask something, then press Save: the question stands here, for everyone.</NothingHere>
          ) : (
            <ul className={style.list} aria-label="Charts">
              {charts.map((chart) => (
                <li key={chart.id}>
                  <Icon name={chart.starred ? 'star' : 'chart'} size={14} />
                  <PlaceLink to={addressOfChart(chart)!} className={style.name} title={chart.description}>
                    <bdi>{chart.name}</bdi>
                  </PlaceLink>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {data && data.total > 0 && (
        <UnstyledButton
          className={style.more}
          onClick={openAll}
        >{`All ${exact(data.total)} saved charts`}</UnstyledButton>
      )}
      <ChartsDialog opened={isOpen} onClose={closeAll} />
    </Card>
  )
}
