/**
 * Mantine writes its CSS variables through `innerHTML`, which Trusted Types forbid. Here the same variables go into a
 * constructed style sheet instead, so the window needs no policy that lets HTML through.
 */
import {
  convertCssVariables,
  deepMerge,
  defaultCssVariablesResolver,
  DEFAULT_THEME,
  mergeMantineTheme,
} from '@mantine/core'
import { figureVariables } from '../../../preload/figures/theme.ts'
import { theme, variables } from './theme.ts'

/** The figures' own colors, on the paper of this window. */
function figures(scheme: 'light' | 'dark'): string {
  const paper = '--figure-paper: var(--mantine-color-body); --figure-font: inherit;'
  return `:root[data-mantine-color-scheme='${scheme}'] { ${figureVariables(scheme)} ${paper} }`
}

/** To be called once, before the first drawing. */
export function adoptThemeVariables(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const all = deepMerge(defaultCssVariablesResolver(merged), variables(merged))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(convertCssVariables(all) + figures('light') + figures('dark'))
  document.adoptedStyleSheets.push(sheet)
}
