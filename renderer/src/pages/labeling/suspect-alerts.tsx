/** Alerts by how little their events look like what they say. */
import type { SuspectAlert } from '../../../../preload/contract/suspects.ts'
import { count, decimal } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'

const COLUMNS: readonly ColumnSpec<SuspectAlert>[] = [
  {
    id: 'rank',
    header: '#',
    width: '44px',
    align: 'right',
    cell: (one) => count(one.rank),
    sortBy: (one) => one.rank,
  },
  {
    id: 'time',
    header: 'Fired',
    width: '150px',
    cell: (one) => <TimeText micros={one.time} precision="s" />,
    sortBy: (one) => one.time,
  },
  {
    id: 'name',
    header: 'Alert',
    width: 'minmax(110px, 2fr)',
    cell: (one) => one.name,
    sortBy: (one) => one.name,
    title: (one) => one.name,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(76px, 1fr)',
    cell: (one) => one.user,
    sortBy: (one) => one.user,
    title: (one) => one.user,
  },
  {
    id: 'class',
    header: 'Says',
    width: 'minmax(84px, 1fr)',
    cell: (one) => <ClassBadge name={one.class} quiet />,
    sortBy: (one) => one.class,
  },
  {
    id: 'likely',
    header: 'Looks like',
    width: 'minmax(84px, 1fr)',
    cell: (one) => <ClassBadge name={one.likely} quiet />,
    sortBy: (one) => one.likely,
  },
  {
    id: 'of',
    header: 'Belief',
    width: '66px',
    align: 'right',
    cell: (one) => decimal(one.ofLabel),
    sortBy: (one) => one.ofLabel,
  },
  {
    id: 'suspects',
    header: 'Suspects',
    width: '92px',
    align: 'right',
    cell: (one) => `${count(one.suspects)} of ${count(one.events)}`,
    sortBy: (one) => one.suspects / one.events,
  },
]

export function SuspectAlerts({ set }: { set: string }) {
  const table = useCall('suspects.alerts', { labelSet: set, limit: 500 })
  return (
    <Loaded query={table}>
      {({ rows }) => (
        <DataTable
          label="Suspect alerts"
          rows={rows}
          columns={COLUMNS}
          rowKey={(one) => one.alert}
          maxHeight={560}
          onOpen={(one) =>
            one.time !== null && go('events', { from: one.time - 300e6, to: one.time + 300e6 })
          }
          empty="No alert labels any event"
        />
      )}
    </Loaded>
  )
}
