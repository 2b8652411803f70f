/** Colors of classes: the same class has the same color everywhere; benign is always gray. Safe for color-blind eyes. */

/** Okabe and Ito's palette, ordered so that the first four differ most, with tones that work on light and dark. */
export const CLASS_COLORS = [
  '#d9730d',
  '#0b84d8',
  '#0f9d76',
  '#c2519b',
  '#b8960b',
  '#3fa9d8',
  '#b3432b',
  '#7c6bd6',
]
export const BENIGN_COLOR = '#8d919c'

const order: string[] = []

/** Fixes the order of classes, as the label set or the run lists them (benign left out). */
export function knowClasses(names: readonly string[]): void {
  for (const name of names) if (name && name !== 'benign' && !order.includes(name)) order.push(name)
}

/** A color for a class; names not seen before take the next free one. */
export function classColor(name: string): string {
  if (name === 'benign' || name === '') return BENIGN_COLOR
  knowClasses([name])
  return CLASS_COLORS[order.indexOf(name) % CLASS_COLORS.length] ?? BENIGN_COLOR
}
