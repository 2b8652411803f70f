/**
 * Colors of classes: the same class has the same color everywhere, and benign is always gray. They are the colors of the
 * figures (color-blind-safe, readable on light and dark), given out in the order of the label set.
 */

const COLORS = 6
let order: string[] = []

/** Fixes the order of classes, as the label set or the run lists them (benign left out). */
export function knowClasses(names: readonly string[]): void {
  for (const name of names) if (name && name !== 'benign' && !order.includes(name)) order.push(name)
}

/** Another case has other classes. */
export function forgetClasses(): void {
  order = []
}

/** A CSS color for a class; names not seen before take the next one. Series 1 and 8 of the figures are left out: links and grays. */
export function classColor(name: string): string {
  if (name === 'benign' || name === '') return 'var(--figure-muted)'
  knowClasses([name])
  return `var(--figure-series-${(order.indexOf(name) % COLORS) + 2})`
}
