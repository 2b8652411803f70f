/** Gray lines in the place of what is on its way; the place keeps its size, so nothing jumps. */
import { Skeleton } from '@mantine/core'
import classes from './loaded.module.css'

export function Skeletons({ lines }: { lines: number }) {
  return (
    <output className={classes.lines} aria-label="Loading" aria-busy="true">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </output>
  )
}
