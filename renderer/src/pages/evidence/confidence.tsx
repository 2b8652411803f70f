/** How sure a guess is: the share in figures, and as a bar for the eye. */
import { percent } from '../../../../preload/figures/format.ts'
import { SURE_ENOUGH } from '../../../../preload/contract/understanding.ts'
import classes from './understanding.module.css'

export function Confidence({ value, chosen = false }: { value: number | null; chosen?: boolean }) {
  if (chosen) return <span className={classes.chosen}>yours</span>
  if (value === null) return <span className={classes.none}>–</span>
  const tone = value >= SURE_ENOUGH ? (value >= 0.95 ? 'good' : 'fair') : 'ask'
  return (
    <span className={classes.confidence} data-tone={tone}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${Math.max(4, value * 100)}%` }} />
      </span>
      {percent(value, 0)}
    </span>
  )
}
