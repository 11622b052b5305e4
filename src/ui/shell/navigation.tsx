import { Tooltip } from '@mantine/core'
import { Icon, type IconName } from '../icon.tsx'
import { PlaceLink, usePlaces } from '../link.tsx'
import { BrandMark } from './brand.tsx'
import style from './shell.module.css'

export interface NavItem {
  label: string
  path: string
  icon: IconName
  /** Other addresses that show this place. */
  also?: readonly string[]
}

export interface NavGroup {
  label: string
  /** Its name is not shown. */
  bare?: true
  items: readonly NavItem[]
}

interface Props {
  groups: readonly NavGroup[]
  folded?: boolean
  foot?: React.ReactNode
  onLeave?: () => void
}

/** The list of places. Folded it shows icons, each with its name for screen readers and on hover. */
export const Navigation = ({ groups, folded = false, foot, onLeave }: Props) => (
  <nav className={style.nav} aria-label="Main">
    <PlaceLink to="/" className={style.brand} aria-label="Wayworn, first page" {...(onLeave && { onClick: onLeave })}>
      <BrandMark />
      {!folded && 'Wayworn'}
    </PlaceLink>
    {groups.map((group) => (
      <Group key={group.label} group={group} folded={folded} {...(onLeave && { onLeave })} />
    ))}
    <div className={style.foot}>{foot}</div>
  </nav>
)

const Group = ({ group, folded, onLeave }: { group: NavGroup; folded: boolean; onLeave?: () => void }) => (
  <>
    {!folded && !group.bare && (
      <h2 className={style.groupName} id={`nav-${group.label}`}>
        {group.label}
      </h2>
    )}
    <ul
      className={style.group}
      {...(folded || group.bare ? { 'aria-label': group.label } : { 'aria-labelledby': `nav-${group.label}` })}
    >
      {group.items.map((item) => (
        <li key={item.path}>
          <Item item={item} folded={folded} {...(onLeave && { onLeave })} />
        </li>
      ))}
    </ul>
  </>
)

const Item = ({ item, folded, onLeave }: { item: NavItem; folded: boolean; onLeave?: () => void }) => {
  const { path } = usePlaces()
  const here = path === item.path || path.startsWith(`${item.path}/`) || item.also?.includes(path)
  return (
    <Tooltip label={item.label} position="right" disabled={!folded}>
      <PlaceLink
        to={item.path}
        className={style.item}
        {...(here && { 'aria-current': 'page' as const })}
        {...(folded && { 'aria-label': item.label })}
        {...(onLeave && { onClick: onLeave })}
      >
        <Icon name={item.icon} />
        {!folded && item.label}
      </PlaceLink>
    </Tooltip>
  )
}
