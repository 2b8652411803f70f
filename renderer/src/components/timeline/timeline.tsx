/** A histogram of events over time with alerts marked above, on uPlot; dragging over it gives a range. */
import { useComputedColorScheme } from '@mantine/core'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Histogram } from '../../../../preload/contract/events.ts'
import { count, counted } from '../../../../preload/figures/format.ts'
import { timeText } from '../../time/format.ts'
import { useZones } from '../../time/zone.ts'
import { drawTimeline, type DrawnTimeline } from './draw.ts'
import classes from './timeline.module.css'

const NO_GAPS: readonly { from: number; to: number }[] = []

interface TimelineProps {
  histogram: Histogram | null
  pending: boolean
  onBrush: (range: { from: number; to: number }) => void
  /** Stretches in which nothing was recorded. */
  gaps?: readonly { from: number; to: number }[]
  /** Goes into the line below, before the legend. */
  children?: ReactNode
  /** Goes to the end of that line. */
  tools?: ReactNode
}

export function Timeline({ histogram, pending, onBrush, gaps = NO_GAPS, children, tools }: TimelineProps) {
  const host = useRef<HTMLDivElement>(null)
  const drawn = useRef<DrawnTimeline>(null)
  const [bar, setBar] = useState<number | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const { zone } = useZones()
  const brush = useEffectEvent(onBrush)
  const latest = useEffectEvent(() => histogram)
  const some = histogram !== null

  // A new drawing for a new theme or zone; new data go into the one that is there.
  useEffect(() => {
    const element = host.current
    const first = latest()
    if (!element || !some || !first) return
    const made = drawTimeline(element, first, {
      zone,
      dark,
      gaps,
      onBrush: (range) => brush(range),
      onHover: setBar,
    })
    drawn.current = made
    return () => {
      drawn.current = null
      made.destroy()
    }
  }, [zone, dark, some, gaps])
  useEffect(() => {
    if (histogram) drawn.current?.update(histogram)
  }, [histogram])
  return (
    <>
      <div className={classes.timeline}>
        <div ref={host} className={classes.plot} />
        {!histogram && (
          <div className={classes.none}>{pending ? '' : 'No event with a time in this range'}</div>
        )}
      </div>
      <div className={classes.line}>
        {children}
        <Legend histogram={histogram} bar={bar} zone={zone} gaps={gapsIn(histogram, gaps)} />
        {tools}
      </div>
    </>
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How many of the gaps are in sight. */
function gapsIn(histogram: Histogram | null, gaps: readonly { from: number; to: number }[]): number {
  return histogram ? gaps.filter(({ from, to }) => to > histogram.from && from < histogram.to).length : 0
}

interface LegendProps {
  histogram: Histogram | null
  bar: number | null
  zone: string
  gaps: number
}

function Legend({ histogram, bar, zone, gaps }: LegendProps) {
  if (!histogram) return null
  const at = bar !== null && bar < histogram.counts.length ? bar : null
  const events = at === null ? sum(histogram.counts) : (histogram.counts[at] ?? 0)
  const alerts = at === null ? sum(histogram.alerts) : (histogram.alerts[at] ?? 0)
  return (
    <div className={classes.legend}>
      {at !== null && <span>{timeText(histogram.from + at * histogram.bucket, zone, 's')}</span>}
      <span className={classes.events}>{counted(events, 'event')}</span>
      {gaps > 0 && at === null && <span className={classes.gaps}>{counted(gaps, 'gap')}</span>}
      <span className={classes.alerts} data-none={alerts === 0}>
        {count(alerts)} {alerts === 1 ? 'alert' : 'alerts'}
      </span>
    </div>
  )
}
