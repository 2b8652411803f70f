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
import { theme, variables } from './theme.ts'

/** To be called once, before the first drawing. */
export function adoptThemeVariables(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const all = deepMerge(defaultCssVariablesResolver(merged), variables(merged))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(convertCssVariables(all))
  document.adoptedStyleSheets.push(sheet)
}
