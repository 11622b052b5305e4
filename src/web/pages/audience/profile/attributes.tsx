import { type Audience, type ProfileFacet, useProfileFacets } from '../../../../ui/ask/profile-facets.ts'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { useApplications } from '../../../applications.ts'
import type { Profile } from '../audiences.ts'
import { ProfileValue } from '../profile-value.tsx'
import style from './profile.module.css'

/** All that is known of one, by group; what customers set or imported stands apart. */
export const Attributes = ({ audience, profile }: { audience: Audience; profile: Profile }) => {
  const facets = useProfileFacets(audience)
  const applications = useApplications()
  const { scope } = useFrame()
  const isKnown = ({ path }: ProfileFacet) => profile[path] !== null && profile[path] !== undefined
  const known = facets.filter(isKnown)
  const groups = [...new Set(known.map(({ group }) => group))]
  return (
    <>
      {groups.map((group) => (
        <section key={group} className={style.attributes} aria-label={group}>
          <h2>{group}</h2>
          <dl>
            {known
              .filter((facet) => facet.group === group)
              .map((facet) => (
                <div key={facet.path}>
                  <dt title={facet.description}>
                    <bdi>{facet.label}</bdi>
                  </dt>
                  <dd>
                    <ProfileValue
                      value={profile[facet.path]}
                      path={facet.path}
                      facet={facet}
                      zone={scope.zone}
                      applications={applications.data ?? []}
                    />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  )
}
