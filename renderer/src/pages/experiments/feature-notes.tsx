/** Every column of the captures, used or not, and why: before anything is trained on it. */
import type { FeatureNote } from '../../../../preload/contract/experiment.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './experiments.module.css'
import type { Config } from './use-draft.ts'

const columns: readonly ColumnSpec<FeatureNote>[] = [
  {
    id: 'used',
    header: 'Used',
    width: '40px',
    cell: (note) => (
      <span className={classes.used} data-used={note.used}>
        {note.used ? 'yes' : 'no'}
      </span>
    ),
    sortBy: (note) => (note.used ? 0 : 1),
  },
  {
    id: 'column',
    header: 'Column',
    width: 'minmax(120px, 2fr)',
    cell: (note) => <code>{note.column}</code>,
    sortBy: (note) => note.column,
    title: (note) => note.column,
  },
  {
    id: 'role',
    spare: true,
    header: 'Role',
    width: '88px',
    cell: (note) => <span className={classes.role}>{note.role}</span>,
    sortBy: (note) => note.role,
  },
  {
    id: 'reason',
    header: 'Why',
    width: 'minmax(160px, 3fr)',
    cell: (note) => note.reason,
    title: (note) => note.reason,
  },
]

export function FeatureNotes({ features }: { features: Config['features'] }) {
  const notes = useCall('experiments.features', features, { keepPrevious: true })
  const used = notes.data?.filter((note) => note.used).length ?? 0
  return (
    <Panel title="Columns" note={notes.data && `${count(used)} of ${count(notes.data.length)} used`} flush>
      <Loaded query={notes} lines={8}>
        {(rows) => (
          <DataTable
            label="Columns and whether they become features"
            rows={rows}
            columns={columns}
            rowKey={(note) => note.column}
            maxHeight={560}
            empty="No capture is imported yet"
          />
        )}
      </Loaded>
    </Panel>
  )
}
