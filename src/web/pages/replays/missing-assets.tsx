import { Button, Popover } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { exact } from '../../../ui/number/format.ts'
import type { MissingAsset } from '../../../ui/player/asset-check.ts'
import style from './replay.module.css'

/** Images, style sheets and fonts that the page names and the player can't show: which, why, and what mends it. */
export const MissingAssets = ({ missing }: { missing: readonly MissingAsset[] }) => {
  if (missing.length === 0) return null
  const unnamed = missing.filter(({ why }) => why === null)
  const failed = missing.filter(({ why }) => why !== null)
  return (
    <Popover width={380} position="top-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="warn" size={14} />}>
          {`${exact(missing.length)} not loaded`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={style.missing}>
        {unnamed.length > 0 && (
          <section>
            <h3>{`${exact(unnamed.length)} not allowed`}</h3>
            <p className="ww-muted">
              Nothing is loaded from sites that the operator has not named. These are had once the server is started
              with <code>{`WAYWORN_REPLAY_ASSETS=${originsOf(unnamed).join(',')}`}</code>, beside what stands there now.
            </p>
            <Addresses of={unnamed} />
          </section>
        )}
        {failed.length > 0 && (
          <section>
            <h3>{`${exact(failed.length)} could not be fetched`}</h3>
            <Addresses of={failed} />
          </section>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

const originsOf = (of: readonly MissingAsset[]): string[] => [
  ...new Set(of.map(({ address }) => new URL(address).origin)),
]

/** More of them than anybody reads are only counted. */
const LISTED = 100

const Addresses = ({ of }: { of: readonly MissingAsset[] }) => (
  <ul>
    {of.slice(0, LISTED).map(({ address, why }) => (
      <li key={address}>{why ?? <bdi>{address}</bdi>}</li>
    ))}
    {of.length > LISTED && <li>{`and ${exact(of.length - LISTED)} more`}</li>}
  </ul>
)
