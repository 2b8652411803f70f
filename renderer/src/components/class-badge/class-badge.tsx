/** A class by its name and color. The name always stands beside the color: color alone says nothing. */
import { visible } from '../../../../preload/figures/visible.ts'
import classes from './class-badge.module.css'
import { classColor } from './colors.ts'

/** @param quiet without a border, for table cells */
export function ClassBadge({ name, quiet = false }: { name: string; quiet?: boolean }) {
  if (!name) return null
  return (
    <span className={classes.badge} data-quiet={quiet} title={visible(name)}>
      <span className={classes.dot} style={{ background: classColor(name) }} aria-hidden />
      <span className={classes.name}>{visible(name)}</span>
    </span>
  )
}
