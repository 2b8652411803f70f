/** A share as a percentage; says why when it is not defined. */
import { percent } from '../../../../preload/figures/format.ts'

/** @param value 0 to 1, or null when there is nothing to take a share of */
export function Percent({ value, digits = 1 }: { value: number | null; digits?: number }) {
  return (
    <span title={value === null ? 'Not defined for these rows' : String(value)}>
      {percent(value, digits)}
    </span>
  )
}
