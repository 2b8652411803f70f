/** Columns of the list of hearings. */
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './experts.module.css'
import { outcomeOf } from './words.ts'

const dashed = (text: string): string => text || '–'

export const columns: readonly ColumnSpec<Hearing>[] = [
  { id: 'time', header: 'Time', width: '136px', cell: (row) => <TimeText micros={row.time} precision="s" /> },
  {
    id: 'truth',
    header: 'Labeled',
    width: 'minmax(88px, 1fr)',
    cell: (row) => <ClassBadge name={row.truth} quiet />,
  },
  {
    id: 'predicted',
    header: 'Called',
    width: 'minmax(88px, 1fr)',
    cell: (row) => <ClassBadge name={row.predicted} quiet />,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '92px',
    cell: (row) => (
      <span className={classes.outcome} data-right={row.truth === row.predicted}>
        {outcomeOf(row)}
      </span>
    ),
  },
  {
    id: 'voices',
    header: 'Voices',
    width: '66px',
    cell: (row) => <Voices voices={row.voices} joint={row.answers !== undefined} />,
    title: (row) => voicesText(row.voices),
  },
  { id: 'margin', header: 'Margin', width: '48px', align: 'right', cell: (row) => decimal(row.margin) },
  {
    id: 'host',
    header: 'Host',
    width: 'minmax(64px, 1fr)',
    cell: (row) => dashed(row.host),
    title: (row) => row.host,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(64px, 1fr)',
    cell: (row) => dashed(row.user),
    title: (row) => row.user,
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(48px, 1fr)',
    cell: (row) => dashed(row.action),
    title: (row) => row.action,
  },
]

/** Where one network stands alone: nobody is weighed against anybody. */
export const withoutVoices = columns.filter(({ id }) => id !== 'voices')

function voicesText(voices: Hearing['voices']): string {
  return voices
    .map((one) => `${one.expert}: ${decimal(one.score ?? one.gate)}${one.active ? '' : ' (not active)'}`)
    .join('\n')
}

/** One thin bar per expert, as high as its score (of a joint system its weight); hollow where the gate did not let it speak. */
function Voices({ voices, joint }: { voices: Hearing['voices']; joint: boolean }) {
  return (
    <span className={classes.voices}>
      <span className={classes.hidden}>{voicesText(voices)}</span>
      {voices.map((one) => (
        <span key={one.expert} className={classes.slot} aria-hidden>
          <span
            data-active={one.active}
            style={{
              height: `${Math.max(4, (one.score ?? one.gate) * 100)}%`,
              color: joint ? 'var(--figure-series-3)' : classColor(one.expert),
            }}
          />
        </span>
      ))}
    </span>
  )
}
