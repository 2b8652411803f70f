/** Columns of the list of hearings. */
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './experts.module.css'
import { outcomeOf } from './words.ts'

export const columns: readonly ColumnSpec<Hearing>[] = [
  { id: 'time', header: 'Time', width: '150px', cell: (row) => <TimeText micros={row.time} precision="s" /> },
  {
    id: 'host',
    header: 'Host',
    width: 'minmax(60px, 1fr)',
    cell: (row) => row.host || '–',
    title: (row) => row.host,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(60px, 1fr)',
    cell: (row) => row.user || '–',
    title: (row) => row.user,
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(50px, 1fr)',
    cell: (row) => row.action || '–',
    title: (row) => row.action,
  },
  {
    id: 'truth',
    header: 'Truth',
    width: 'minmax(90px, 1fr)',
    cell: (row) => <ClassBadge name={row.truth} quiet />,
  },
  {
    id: 'predicted',
    header: 'Called',
    width: 'minmax(90px, 1fr)',
    cell: (row) => <ClassBadge name={row.predicted} quiet />,
  },
  {
    id: 'outcome',
    header: 'Which is',
    width: 'minmax(100px, 1fr)',
    cell: (row) => (
      <span className={classes.outcome} data-right={row.truth === row.predicted}>
        {outcomeOf(row)}
      </span>
    ),
  },
  {
    id: 'voices',
    header: 'Voices',
    width: '92px',
    cell: (row) => <Voices voices={row.voices} />,
    title: (row) => voicesText(row.voices),
  },
  { id: 'margin', header: 'Margin', width: '56px', align: 'right', cell: (row) => decimal(row.margin) },
]

function voicesText(voices: Hearing['voices']): string {
  return voices
    .map((one) => `${one.expert}: ${decimal(one.score)}${one.active ? '' : ' (not active)'}`)
    .join('\n')
}

/** One thin bar per expert, as high as its score; hollow where the gate did not let it speak. */
function Voices({ voices }: { voices: Hearing['voices'] }) {
  return (
    <span className={classes.voices}>
      <span className={classes.hidden}>{voicesText(voices)}</span>
      {voices.map((one) => (
        <span key={one.expert} aria-hidden>
          <span
            data-active={one.active}
            style={{ height: `${Math.max(4, one.score * 100)}%`, color: classColor(one.expert) }}
          />
        </span>
      ))}
    </span>
  )
}
