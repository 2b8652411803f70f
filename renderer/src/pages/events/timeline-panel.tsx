/** The timeline over the table: what happened when, and the range one looks at, by mouse, keys or in figures. */
import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconChevronLeft,
  IconChevronRight,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { useCall } from '../../api/use-call.ts'
import { Timeline } from '../../components/timeline/timeline.tsx'
import { roughDuration } from '../../time/duration.ts'
import classes from './events.module.css'
import { useCommonGaps } from '../case/use-gaps.ts'
import { RangeInputs } from './range-inputs.tsx'
import type { Selection } from './use-selection.ts'

interface TimelinePanelProps {
  selection: Selection
  /** The selection is made. */
  ready: boolean
  onRange: (range: { from: number; to: number } | null) => void
}

const ICONS = {
  '[': IconChevronLeft,
  ']': IconChevronRight,
  '+': IconZoomIn,
  '-': IconZoomOut,
  '0': IconArrowsMaximize,
}

export function TimelinePanel({ selection, ready, onRange }: TimelinePanelProps) {
  const histogram = useCall(
    'events.histogram',
    { ...selection, buckets: 240 },
    { keepPrevious: true, enabled: ready },
  )
  const gaps = useCommonGaps()
  const shown = histogram.data
  // The range that was asked for last, though its bars may still be on their way: two quick steps are two.
  const range = shown && { from: selection.from ?? shown.from, to: selection.to ?? shown.to }
  const move = (shift: number, zoom: number): void => {
    if (!range) return
    const width = range.to - range.from
    const middle = (range.from + range.to) / 2 + shift * width
    onRange({ from: middle - (width * zoom) / 2, to: middle + (width * zoom) / 2 })
  }
  const moves = [
    { keys: '[', label: 'Earlier', run: () => move(-0.5, 1) },
    { keys: ']', label: 'Later', run: () => move(0.5, 1) },
    { keys: '+', label: 'Zoom in', run: () => move(0, 0.5) },
    { keys: '-', label: 'Zoom out', run: () => move(0, 2) },
    { keys: '0', label: 'Whole time', run: () => onRange(null) },
  ] as const
  useShortcuts(moves.map((one) => ({ ...one, group: 'Timeline' })))
  const ranged = selection.from !== null || selection.to !== null
  const tools = (
    <div className={classes.moves}>
      {moves.map(({ keys, label, run }) => {
        const Icon = ICONS[keys]
        return (
          <Tooltip key={keys} label={`${label} (${keys})`}>
            <ActionIcon
              size="sm"
              aria-label={label}
              onClick={run}
              disabled={!shown || (keys === '0' && !ranged)}
            >
              <Icon size={15} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )
      })}
    </div>
  )
  return (
    <section className={classes.timeline} aria-label="Timeline">
      <Timeline
        histogram={shown ?? null}
        pending={histogram.isPending || histogram.error !== null}
        onBrush={onRange}
        gaps={gaps}
        tools={tools}
      >
        <RangeInputs from={range?.from ?? null} to={range?.to ?? null} onRange={onRange} />
        {shown && (
          <span className={classes.span}>
            {roughDuration(shown.to - shown.from)}, {roughDuration(shown.bucket)} a bar
          </span>
        )}
      </Timeline>
    </section>
  )
}
