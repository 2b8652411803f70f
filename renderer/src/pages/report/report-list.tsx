/** The reports that are in the case, newest first, with the hashes that an auditor compares. */
import type { ReportInfo } from '../../../../preload/contract/report.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'

const columns: readonly ColumnSpec<ReportInfo>[] = [
  {
    id: 'title',
    header: 'Report',
    width: 'minmax(100px, 2fr)',
    cell: (report) => report.title,
    title: (report) => report.title,
    sortBy: (report) => report.title,
  },
  {
    id: 'at',
    header: 'Written',
    width: '140px',
    cell: (report) => <TimeText micros={report.createdAt} precision="s" />,
    sortBy: (report) => report.createdAt,
  },
]

interface ReportListProps {
  reports: readonly ReportInfo[]
  open: string | null
  onOpen: (report: string) => void
}

export function ReportList({ reports, open, onOpen }: ReportListProps) {
  return (
    <Panel title="Reports" flush>
      <DataTable
        label="Reports"
        rows={reports.toReversed()}
        columns={columns}
        rowKey={(report) => report.id}
        onOpen={(report) => onOpen(report.id)}
        openKey={open}
        maxHeight={220}
        empty="None written yet"
      />
    </Panel>
  )
}
