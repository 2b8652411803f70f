/** Columns of the two queues of suspects, alerts and events: they differ in what is ranked, not in what is said of it. */
import { count, decimal } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { TimeText } from '../../components/time-text/time-text.tsx'

interface Suspect {
  rank: number
  time: number | null
  likely: string
  /** Mean probability of the label, by trees that did not see the events. */
  ofLabel: number
}

interface Parts<T> {
  /** Heads the time: of the alert or of the event. */
  time: string
  /** What it is said to be, and how that is headed. */
  label: { header: string; of: (one: T) => string }
  /** Columns between the time and the label, and behind all. */
  about: ColumnSpec<T>[]
  last: ColumnSpec<T>[]
}

export function suspectColumns<T extends Suspect>({ time, label, about, last }: Parts<T>): ColumnSpec<T>[] {
  return [
    numberColumn('rank', '#', '48px', (one) => one.rank),
    {
      id: 'time',
      header: time,
      width: '150px',
      cell: (one) => <TimeText micros={one.time} precision="s" />,
      sortBy: (one) => one.time,
    },
    ...about,
    classColumn('label', label.header, label.of),
    classColumn('likely', 'Looks like', (one) => one.likely),
    {
      id: 'of',
      header: 'Belief',
      width: '66px',
      align: 'right',
      cell: (one) => decimal(one.ofLabel),
      sortBy: (one) => one.ofLabel,
    },
    ...last,
  ]
}

/** Text that may be cut off, whole as a tooltip. */
export function textColumn<T>(
  id: string,
  header: string,
  width: string,
  of: (one: T) => string,
): ColumnSpec<T> {
  return { id, header, width, cell: of, sortBy: of, title: of }
}

export function numberColumn<T>(
  id: string,
  header: string,
  width: string,
  of: (one: T) => number,
): ColumnSpec<T> {
  return { id, header, width, align: 'right', cell: (one) => count(of(one)), sortBy: of }
}

export function classColumn<T>(id: string, header: string, of: (one: T) => string): ColumnSpec<T> {
  const width = 'minmax(84px, 1fr)'
  return { id, header, width, cell: (one) => <ClassBadge name={of(one)} quiet />, sortBy: of, title: of }
}
