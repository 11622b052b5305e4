import { Menu, useMantineColorScheme } from '@mantine/core'
import { Icon, type IconName } from '../icon.tsx'
import { usePlaces } from '../link.tsx'
import style from './shell.module.css'

export interface Person {
  name: string
  email: string
  role: string
}

const SCHEMES = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'As the system', icon: 'sliders' },
] as const

interface Props {
  person: Person | null
  folded: boolean
  onSignOut: () => void
}

/** Who is signed in, light or dark, sign out. */
export const AccountMenu = ({ person, folded, onSignOut }: Props) => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { go } = usePlaces()
  const name = person?.name || person?.email || 'Account'
  return (
    <Menu position="right-end" width={220} withinPortal>
      <Menu.Target>
        <button type="button" className={`${style.item} ${style.plain}`} aria-label={`Account: ${name}`}>
          <Icon name="people" />
          {!folded && <span className={style.account}>{name}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {person && <Menu.Label>{`${person.email}, ${person.role}`}</Menu.Label>}
        {SCHEMES.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon name={icon as IconName} />}
            rightSection={colorScheme === value ? <Icon name="check" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {person ? (
          <Menu.Item leftSection={<Icon name="signout" />} onClick={onSignOut}>
            Sign out
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => go('/sign-in')}>Sign in</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
