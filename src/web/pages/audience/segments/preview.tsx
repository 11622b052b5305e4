import type { Rule } from '../../../../model/audience/rule.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../../../ui/feedback/loading.tsx'
import { PlaceLink } from '../../../../ui/link.tsx'
import { exact, percent } from '../../../../ui/number/format.ts'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { stamp } from '../../../../ui/time/zone.ts'
import { AUDIENCES, counted, idOf, nameOf, type Profile, pagePath } from '../audiences.ts'
import style from './builder.module.css'
import { useEveryone, usePreview } from './use-preview.ts'

/** How many match what is being edited, and some of them. */
export const Preview = ({ audience, rule }: { audience: Audience; rule: Rule | null }) => {
  const { preview, isOld, error, again, cancel } = usePreview(audience, rule)
  const everyone = useEveryone(audience)
  const { many } = AUDIENCES[audience]
  return (
    <section className={style.preview} aria-label="Who matches">
      <h2>Who matches</h2>
      {!rule && <p className="ww-muted">{`Add a condition to see which ${many} match.`}</p>}
      {rule && error && <Failure error={error} again={again} />}
      {rule && !error && !preview && <Waiting rows={4} />}
      {rule && !error && preview && (
        <KeepOld busy={isOld} cancel={cancel}>
          <p className={style.matching} role="status" title={exact(preview.count)}>
            {counted(preview.count, audience)}
          </p>
          {everyone !== undefined && everyone > 0 && (
            <p className="ww-muted">{`${percent(preview.count / everyone)} of ${counted(everyone, audience)}`}</p>
          )}
          <Sample audience={audience} profiles={preview.sample} count={preview.count} />
        </KeepOld>
      )}
    </section>
  )
}

interface SampleProps {
  audience: Audience
  profiles: readonly Profile[]
  count: number
}

const Sample = ({ audience, profiles, count }: SampleProps) => {
  const { scope } = useFrame()
  if (!profiles.length) return null
  return (
    <>
      <ul className={style.sample} aria-label="Some of them">
        {profiles.map((profile) => (
          <li key={idOf(profile, audience)}>
            <PlaceLink to={pagePath(audience, idOf(profile, audience))} title={nameOf(profile, audience)}>
              <bdi>{nameOf(profile, audience)}</bdi>
            </PlaceLink>
            <span>
              {typeof profile.last_seen === 'string' && stamp(Date.parse(profile.last_seen), scope.zone, 'minute')}
            </span>
          </li>
        ))}
      </ul>
      {count > profiles.length && (
        <p className="ww-muted">{`The ${profiles.length} who were seen last, of ${exact(count)}.`}</p>
      )}
    </>
  )
}
