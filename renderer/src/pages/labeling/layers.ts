/** The layers of the window map: one share per cell, with the words for it. */
import type { Sweep } from '../../../../preload/contract/labeling-sweep.ts'
import { count, percent } from '../../../../preload/figures/format.ts'

export type LayerName = 'wrong' | 'doubtful' | 'labeled' | 'matched' | 'conflicts' | 'overlapping'

export interface Layer {
  label: string
  /** What the darkest cells have most of. */
  hint: string
  /** A good thing is drawn blue, a bad one orange. */
  good: boolean
  share: (sweep: Sweep, cell: number) => number | null
}

const of = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export const LAYERS: Record<LayerName, Layer> = {
  wrong: {
    label: 'Wrong',
    hint: 'labels that are wrong by truth',
    good: false,
    share: (sweep, cell) => of(sweep.known[cell]! - sweep.right[cell]!, sweep.known[cell]!),
  },
  doubtful: {
    label: 'Doubtful',
    hint: "labels in windows of two classes, or nearer to another class's alert",
    good: false,
    share: (sweep, cell) => of(sweep.doubtful[cell]!, sweep.labeled[cell]!),
  },
  labeled: {
    label: 'Labeled',
    hint: 'events that get a label',
    good: true,
    share: (sweep, cell) => of(sweep.labeled[cell]!, sweep.events),
  },
  matched: {
    label: 'Alerts',
    hint: 'alerts that hold any event',
    good: true,
    share: (sweep, cell) => of(sweep.matched[cell]!, sweep.alerts),
  },
  conflicts: {
    label: 'Conflict',
    hint: 'labeled events in windows of two classes',
    good: false,
    share: (sweep, cell) => of(sweep.conflicts[cell]!, sweep.labeled[cell]!),
  },
  overlapping: {
    label: 'Overlap',
    hint: 'alerts whose window meets that of another about the same user',
    good: false,
    share: (sweep, cell) => of(sweep.overlapping[cell]!, sweep.alerts),
  },
}

/** Everything about one cell, in one line. */
export function cellText(sweep: Sweep, cell: number): string {
  const parts = [
    `${count(sweep.labeled[cell])} labeled (${percent(of(sweep.labeled[cell]!, sweep.events))})`,
    `${count(sweep.matched[cell])} of ${count(sweep.alerts)} alerts`,
    `${percent(of(sweep.doubtful[cell]!, sweep.labeled[cell]!))} doubtful`,
  ]
  if (sweep.truth)
    parts.push(
      `${percent(of(sweep.right[cell]!, sweep.known[cell]!))} right`,
      `${percent(of(sweep.right[cell]!, sweep.truth.malicious))} of the malicious found`,
    )
  return parts.join(' · ')
}
