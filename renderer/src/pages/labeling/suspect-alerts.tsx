/** Alerts by how little their events look like what they say. */
import type { SuspectAlert } from '../../../../preload/contract/suspects.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { suspectColumns, textColumn } from './suspect-columns.tsx'

const COLUMNS = suspectColumns<SuspectAlert>({
  time: 'Fired',
  label: { header: 'Says', of: (one) => one.class },
  about: [
    textColumn('name', 'Alert', 'minmax(110px, 2fr)', (one) => one.name),
    textColumn('user', 'User', 'minmax(76px, 1fr)', (one) => one.user),
  ],
  last: [
    {
      id: 'suspects',
      header: 'Suspects',
      width: '92px',
      align: 'right',
      cell: (one) => `${count(one.suspects)} of ${count(one.events)}`,
      sortBy: (one) => one.suspects / one.events,
    },
  ],
})

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
