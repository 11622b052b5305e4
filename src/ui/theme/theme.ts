import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'
import { PALETTES, type Palette, type Scheme, SEQUENCE } from './palette.ts'

const accent: MantineColorsTuple = [
  '#eef1fd',
  '#d8dffa',
  '#b9c5f5',
  '#94a6ee',
  PALETTES.dark.accent,
  '#4b66de',
  PALETTES.light.accent,
  '#2b42bb',
  '#24389f',
  '#1b2a78',
]
const red: MantineColorsTuple = [
  PALETTES.light.lossSoft,
  '#f6d4d1',
  '#f0b0ab',
  '#f0a09a',
  PALETTES.dark.loss,
  '#d0483f',
  PALETTES.light.loss,
  '#9a1f18',
  '#7d1914',
  '#5f120e',
]

/** Greys of dark mode, from text to page; cool, as the page is. */
const dark: MantineColorsTuple = [
  PALETTES.dark.text,
  '#c3c9d1',
  PALETTES.dark.muted,
  PALETTES.dark.lineStrong,
  '#3d444d',
  PALETTES.dark.line,
  PALETTES.dark.raised,
  PALETTES.dark.surface,
  '#141619',
  PALETTES.dark.page,
]

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'

/** Filled grounds are dark in light mode and light in dark mode, so their ink is too. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  return input.variant === 'filled' ? { ...colors, color: 'var(--ww-on-accent)' } : colors
}

/** 13 px text, 12 px tables, a grid of 4 px, small controls. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent, dark, red },
  primaryShade: { light: 6, dark: 4 },
  variantColorResolver: variantColors,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '16px', lineHeight: '24px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } }, withCheckIcon: true } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 100 } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: { defaultProps: { transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.3 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.3 } } },
    Table: { defaultProps: { verticalSpacing: 4, horizontalSpacing: 8, fz: 12 } },
  },
})

const variablesOf = (scheme: Scheme) => {
  const p: Palette = PALETTES[scheme]
  const field = scheme === 'light' ? '#c4c9d1' : '#3d444d'
  return {
    '--ww-page': p.page,
    '--ww-surface': p.surface,
    '--ww-raised': p.raised,
    '--ww-line': p.line,
    '--ww-line-strong': p.lineStrong,
    '--ww-text': p.text,
    '--ww-muted': p.muted,
    '--ww-accent': p.accent,
    '--ww-accent-soft': p.accentSoft,
    '--ww-on-accent': p.onAccent,
    '--ww-loss': p.loss,
    '--ww-loss-soft': p.lossSoft,
    '--ww-warn': p.warn,
    '--ww-grid': p.grid,
    '--ww-bar': SEQUENCE[scheme][2]!,
    '--mantine-primary-color-contrast': p.onAccent,
    '--mantine-color-body': p.surface,
    '--mantine-color-text': p.text,
    '--mantine-color-dimmed': p.muted,
    '--mantine-color-placeholder': p.muted,
    '--mantine-color-anchor': p.accent,
    '--mantine-color-accent-light-color': p.accent,
    '--mantine-color-accent-light': p.accentSoft,
    '--mantine-color-accent-light-hover': p.accentSoft,
    '--mantine-color-error': p.loss,
    '--mantine-color-default': p.raised,
    '--mantine-color-default-color': p.text,
    '--mantine-color-default-hover': p.page,
    '--mantine-color-default-border': field,
    '--mantine-color-gray-light-hover': p.page,
    '--mantine-color-gray-light-color': p.muted,
    '--mantine-color-gray-outline': p.muted,
  }
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variablesOf('light'),
  dark: variablesOf('dark'),
})
