/** Short counts for places with little room; all other numbers are written by `preload/figures/format.ts`. */
import { count } from '../../../../preload/figures/format.ts'

/** `950`, `12.3k`, `4.5M`: the exact number belongs in the title. */
export function countText(value: number): string {
  if (value < 10_000) return count(value)
  const [size, unit] = value < 1e6 ? [1e3, 'k'] : value < 1e9 ? [1e6, 'M'] : [1e9, 'B']
  const scaled = value / size
  return `${scaled < 100 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${unit}`
}
