import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './base.css'
import { localStorageColorSchemeManager, MantineProvider, useComputedColorScheme } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { PALETTES, type Palette, type Scheme } from './palette.ts'
import { cssVariables, theme } from './theme.ts'

/** The same name is read by src/web/public/color-scheme.js before the first paint. */
const schemeManager = localStorageColorSchemeManager({ key: 'wayworn-color-scheme' })

export const ThemeProvider = ({ children }: { children: ReactNode }) => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    colorSchemeManager={schemeManager}
    defaultColorScheme="auto"
  >
    <Notifications position="bottom-right" autoClose={4000} limit={3} />
    {children}
  </MantineProvider>
)

/** Light or dark, as it is now, and its colours. */
export const useScheme = (): { scheme: Scheme; palette: Palette } => {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return { scheme, palette: PALETTES[scheme] }
}
