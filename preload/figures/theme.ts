/**
 * Colors of the figures, as CSS custom properties, so that one drawing serves light, dark and print.
 *
 * The series follow Okabe and Ito's color-blind-safe set, darkened on light and lightened on dark paper to at least
 * 3:1 against it; no figure tells things apart by color alone. A page sets the properties with `figureVariables`;
 * where none are set, the light values apply.
 */

const LIGHT = {
  paper: '#ffffff',
  ink: '#1b2026',
  muted: '#5c6670',
  grid: '#dfe3e7',
  right: '#0b5c9e',
  wrong: '#c2500a',
  floor: '#8a6d00',
  'series-1': '#0b62a4',
  'series-2': '#c2500a',
  'series-3': '#00805d',
  'series-4': '#a2458f',
  'series-5': '#8a6d00',
  'series-6': '#4b5a9e',
  'series-7': '#9b2f44',
  'series-8': '#5c6670',
}

const DARK: typeof LIGHT = {
  paper: '#14171b',
  ink: '#e8eaed',
  muted: '#9aa4ae',
  grid: '#2c3239',
  right: '#5fb0ec',
  wrong: '#ff9a5c',
  floor: '#e0bb4a',
  'series-1': '#5fb0ec',
  'series-2': '#ff9a5c',
  'series-3': '#45c79c',
  'series-4': '#e08fd0',
  'series-5': '#e0bb4a',
  'series-6': '#a3aef0',
  'series-7': '#f08a9b',
  'series-8': '#9aa4ae',
}

export type ColorName = keyof typeof LIGHT

const SERIES = 8
const DASHES = ['', '6 3', '2 2', '8 3 2 3']

/** A color that follows the page's theme. */
export function color(name: ColorName): string {
  return `var(--figure-${name}, ${LIGHT[name]})`
}

/** Declarations of all figure colors, to be put inside a rule of the page's style sheet. */
export function figureVariables(theme: 'light' | 'dark'): string {
  const values = theme === 'light' ? LIGHT : DARK
  return Object.entries(values)
    .map(([name, value]) => `--figure-${name}: ${value};`)
    .join(' ')
}

/** Color and dash of the n-th line of a figure, from 0; no two of the first 32 are alike. */
export function seriesStyle(index: number): { stroke: string; dash: string } {
  const stroke = color(`series-${(index % SERIES) + 1}` as ColorName)
  return { stroke, dash: DASHES[Math.floor(index / SERIES) % DASHES.length] ?? '' }
}

/** The color mixed into the paper: 0 is paper, 1 the full color. */
export function shade(name: ColorName, amount: number): string {
  const share = Math.round(Math.min(1, Math.max(0, amount)) * 100)
  return `color-mix(in oklab, ${color(name)} ${share}%, ${color('paper')})`
}

/** Ink that reads on `shade(…, amount)`. */
export function inkOn(amount: number): string {
  return amount > 0.55 ? color('paper') : color('ink')
}
