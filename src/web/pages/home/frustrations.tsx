import { useFrustrations } from '../../../analyses/frustration/page/use-frustrations.ts'
import { KIND_COLOURS, KIND_WORDS } from '../../../analyses/frustration/page/words.ts'
import { Answer } from '../../../ui/feedback/answer.tsx'
import { exact } from '../../../ui/number/format.ts'
import { ReplayLink } from '../../../ui/replay-link.tsx'
import { Card, NothingHere } from './card.tsx'
import style from './home.module.css'

const MOST = 6

/** Where people were frustrated most often, each place with a session to look at. */
export const Frustrations = () => {
  const { data, error, isPlaceholderData, isFetching, refetch } = useFrustrations({ kind: undefined, rules: null })
  const asked = { answer: data, error, isFetching, isOld: isPlaceholderData, again: () => void refetch() }
  return (
    <Card title="Frustrations" to="/frustrations" size="narrow">
      <Answer asked={asked}>
        {({ places }) =>
          places.length === 0 ? (
            <NothingHere>No click in anger, in vain or into an error.</NothingHere>
          ) : (
            <ul className={style.list} aria-label="Places of frustration">
              {places.slice(0, MOST).map(({ kind, by, view_name, element, count, examples: [example] }) => (
                <li key={JSON.stringify([kind, by, view_name, element])}>
                  <i style={{ background: KIND_COLOURS[kind] }} />
                  <span className={style.name} title={`${element} on ${view_name}`}>
                    <bdi>{element || 'Without a name'}</bdi>
                    <span className="ww-muted">
                      {' on '}
                      <bdi>{view_name}</bdi>
                    </span>
                  </span>
                  <span title={KIND_WORDS[kind].says}>{`${exact(count)} ${KIND_WORDS[kind].many.toLowerCase()}`}</span>
                  {example && (
                    <ReplayLink session={example.session_id} moment={{ at: example.at }}>
                      Look
                    </ReplayLink>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}
