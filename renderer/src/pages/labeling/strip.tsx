/** Bars for the slices of one alert's window. */
import { classColor } from '../../components/class-badge/colors.ts'
import classes from './labeling.module.css'

const HEIGHT = 16

interface StripProps {
  slices: readonly number[]
  name: string
  /** Where in the window the alert itself is, 0 to 1. */
  anchor: number
}

export function Strip({ slices, name, anchor }: StripProps) {
  const width = Math.max(1, slices.length)
  const most = Math.max(1, ...slices)
  const path = slices.flatMap((value, index) => {
    if (value === 0) return []
    const height = Math.max(2, (value / most) * HEIGHT)
    return [`M${index} ${HEIGHT - height}h0.8v${height}h-0.8z`]
  })
  return (
    <svg
      className={classes.strip}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line
        x1={anchor * width}
        x2={anchor * width}
        y2={HEIGHT}
        className={classes.anchor}
        vectorEffect="non-scaling-stroke"
      />
      <path d={path.join('')} fill={classColor(name)} />
    </svg>
  )
}
