import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import { Icon } from '../icon.tsx'
import { AccountMenu, type Person } from './account-menu.tsx'
import { BrandMark } from './brand.tsx'
import { KeyList, keyText } from './key-list.tsx'
import { useKey, useKeys } from './keys.ts'
import { type NavGroup, Navigation } from './navigation.tsx'
import { type Command, Palette } from './palette.tsx'
import style from './shell.module.css'

interface Props {
  groups: readonly NavGroup[]
  person: Person | null
  commands: readonly Command[]
  /** What the palette found elsewhere, and by what text it looks. */
  found: readonly Command[]
  onFind: (text: string) => void
  onSignOut: () => void
  children: ReactNode
}

/** The frame around every page: places at the left, the page, the small print. Owns ⌘K, `?` and the fold. */
export const Shell = ({ groups, person, commands, found, onFind, onSignOut, children }: Props) => {
  const [folded, setFolded] = useLocalStorage({
    key: 'wayworn-navigation-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [drawer, drawerIs] = useDisclosure(false)
  const [palette, paletteIs] = useDisclosure(false)
  const [keyList, keyListIs] = useDisclosure(false)
  useKeyPresses()
  useKey('k', 'Find a place or a command', paletteIs.open, { mod: true })
  useKey('?', 'Show all keys', keyListIs.open)
  useKey('[', 'Fold the navigation', () => setFolded(!folded))
  const foot = (narrow: boolean) => (
    <>
      <FootButton
        icon="search"
        label="Find"
        hint={keyText({ key: 'k', mod: true })}
        folded={narrow}
        onClick={paletteIs.open}
      />
      <FootButton icon="keyboard" label="Keys" hint="?" folded={narrow} onClick={keyListIs.open} />
      <AccountMenu person={person} folded={narrow} onSignOut={onSignOut} />
    </>
  )
  return (
    <div className={style.shell} {...(folded && { 'data-folded': true })}>
      <a className={style.skip} href="#content">
        Skip to content
      </a>
      <Navigation
        groups={groups}
        folded={folded}
        foot={
          <>
            {foot(folded)}
            <FoldButton folded={folded} fold={setFolded} />
          </>
        }
      />
      <Drawer.Root opened={drawer} onClose={drawerIs.close} size={240}>
        <Drawer.Overlay backgroundOpacity={0.3} />
        <Drawer.Content aria-label="Places">
          <div className={style.drawer}>
            <Navigation groups={groups} foot={foot(false)} onLeave={drawerIs.close} />
          </div>
        </Drawer.Content>
      </Drawer.Root>
      <div className={style.body}>
        <TopBar onMenu={drawerIs.open} onFind={paletteIs.open} />
        <main id="content" className={style.main} tabIndex={-1}>
          {children}
        </main>
        <SmallPrint />
      </div>
      <Palette opened={palette} onClose={paletteIs.close} commands={commands} found={found} onText={onFind} />
      <KeyList opened={keyList} onClose={keyListIs.close} />
    </div>
  )
}

const useKeyPresses = () => {
  const keys = useKeys()
  useEffect(() => {
    const press = (event: KeyboardEvent) => void keys.press(event)
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [keys])
}

const TopBar = ({ onMenu, onFind }: { onMenu: () => void; onFind: () => void }) => (
  <header className={style.topbar}>
    <ActionIcon size={32} aria-label="Open the navigation" onClick={onMenu}>
      <Icon name="menu" />
    </ActionIcon>
    <span className={style.brand}>
      <BrandMark />
      Wayworn
    </span>
    <ActionIcon size={32} ml="auto" aria-label="Find a place or a command" onClick={onFind}>
      <Icon name="search" />
    </ActionIcon>
  </header>
)

interface FootProps {
  icon: 'search' | 'keyboard'
  label: string
  hint: string
  folded: boolean
  onClick: () => void
}

const FootButton = ({ icon, label, hint, folded, onClick }: FootProps) => (
  <button
    type="button"
    className={`${style.item} ${style.plain}`}
    aria-label={label}
    title={`${label} (${hint})`}
    onClick={onClick}
  >
    <Icon name={icon} />
    {!folded && label}
    {!folded && <kbd className={`ww-muted ${style.hint}`}>{hint}</kbd>}
  </button>
)

const FoldButton = ({ folded, fold }: { folded: boolean; fold: (to: boolean) => void }) => {
  const label = folded ? 'Unfold the navigation' : 'Fold the navigation'
  return (
    <button
      type="button"
      className={`${style.item} ${style.plain}`}
      aria-label={label}
      title={`${label} ([)`}
      onClick={() => fold(!folded)}
    >
      <Icon name={folded ? 'unfold' : 'fold'} />
      {!folded && 'Fold'}
    </button>
  )
}

const SmallPrint = () => (
  <footer className={style.legal}>
    <a href="https://db-ip.com" rel="noreferrer" target="_blank">
      IP Geolocation by DB-IP
    </a>
    <span>Not affiliated with Datadog</span>
  </footer>
)
