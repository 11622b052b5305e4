import { ActionIcon, Menu } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useAsk } from '../ask/ask-context.ts'
import { Icon } from '../icon.tsx'
import { useFrame } from '../scope/frame.ts'
import { FIRST_FILTER } from '../scope/scope.ts'
import style from './bar.module.css'

const PATH = '/api/v2/wayworn/recent-searches'

interface Answer {
  data: { id: string; attributes: { query: string } }[]
}

/** The filters that the person used last, to use again. */
export const RecentSearches = () => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { scope, setScope } = useFrame()
  useNoted(scope.filter)
  const { data } = useQuery({
    queryKey: ['recent-searches'],
    retry: false,
    queryFn: async ({ signal }) => (await ask<Answer>({ path: `${PATH}?limit=12`, signal })).data,
  })
  const forget = async () => {
    await ask({ method: 'DELETE', path: PATH }).catch(() => undefined)
    await queries.invalidateQueries({ queryKey: ['recent-searches'] })
  }
  return (
    <Menu
      position="bottom-end"
      width={360}
      onOpen={() => void queries.invalidateQueries({ queryKey: ['recent-searches'] })}
    >
      <Menu.Target>
        <ActionIcon size={30} variant="default" aria-label="Recent searches" title="Recent searches">
          <Icon name="history" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Recent searches</Menu.Label>
        {!data?.length && <Menu.Item disabled>None yet: each filter that you use is kept here</Menu.Item>}
        {data?.map(({ id, attributes: { query } }) => (
          <Menu.Item key={id} onClick={() => setScope({ filter: query })}>
            <bdi className={style.recent} title={query}>
              {query}
            </bdi>
          </Menu.Item>
        ))}
        {data && data.length > 0 && (
          <Menu.Item leftSection={<Icon name="trash" />} onClick={() => void forget()}>
            Forget them
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A filter that was changed by the person is noted; the one that the page came with is not. */
const useNoted = (filter: string): void => {
  const ask = useAsk()
  const first = useRef(filter)
  useEffect(() => {
    if (filter === first.current || filter === FIRST_FILTER || filter.trim() === '') return
    first.current = filter
    const body = { data: { type: 'recent_search', attributes: { query: filter } } }
    // A search that is not noted is no reason to disturb anybody.
    ask({ method: 'POST', path: PATH, body }).catch(() => undefined)
  }, [ask, filter])
}
