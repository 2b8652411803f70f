/** The files that the case rests on. */
import { Badge } from '@mantine/core'
import type { Source } from '../../../../preload/contract/evidence.ts'
import { bytes, count } from '../../../../preload/figures/format.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { Hash } from '../../components/hash/hash.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './evidence.module.css'

const columns: readonly ColumnSpec<Source>[] = [
  {
    id: 'name',
    header: 'File',
    width: 'minmax(110px, 2fr)',
    cell: (one) => <span className={classes.name}>{one.name}</span>,
    sortBy: (one) => one.name,
    title: (one) => one.path,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '76px',
    cell: (one) => (
      <Badge size="sm" variant="light" color={one.kind === 'alerts' ? 'red' : 'accent'}>
        {one.kind}
      </Badge>
    ),
    sortBy: (one) => one.kind,
  },
  {
    id: 'rows',
    header: 'Rows',
    width: '74px',
    align: 'right',
    cell: (one) => count(one.rows),
    sortBy: (one) => one.rows,
  },
  {
    id: 'accepted',
    header: 'Accepted',
    width: '74px',
    align: 'right',
    cell: (one) => count(one.accepted),
    sortBy: (one) => one.accepted,
  },
  {
    id: 'rejected',
    header: 'Rejected',
    width: '72px',
    align: 'right',
    cell: (one) => (
      <span data-some={one.rejected > 0} className={classes.rejected}>
        {count(one.rejected)}
      </span>
    ),
    sortBy: (one) => one.rejected,
  },
  {
    id: 'zone',
    header: 'Zone',
    width: 'minmax(80px, 1fr)',
    cell: (one) => one.zone,
    title: (one) => `${one.zone}: ${one.zoneEvidence}`,
  },
  {
    id: 'first',
    header: 'First',
    width: '116px',
    cell: (one) => <TimeText micros={one.first} source={one.id} precision="minute" />,
    sortBy: (one) => one.first,
  },
  {
    id: 'last',
    header: 'Last',
    width: '116px',
    cell: (one) => <TimeText micros={one.last} source={one.id} precision="minute" />,
    sortBy: (one) => one.last,
  },
  {
    id: 'size',
    header: 'Size',
    width: '72px',
    align: 'right',
    cell: (one) => bytes(one.size),
    sortBy: (one) => one.size,
  },
  {
    id: 'sha',
    header: 'SHA-256',
    width: '76px',
    cell: (one) => <Hash value={one.sha256} label="SHA-256" length={8} />,
  },
]

interface SourceTableProps {
  sources: readonly Source[]
  open: number | null
  onOpen: (id: number) => void
}

export function SourceTable({ sources, open, onOpen }: SourceTableProps) {
  return (
    <Panel title="Files" note="open one to see how it was read, and what was rejected" flush>
      <DataTable
        label="Evidence files"
        rows={sources}
        columns={columns}
        rowKey={(one) => one.id}
        onOpen={(one) => onOpen(one.id)}
        openKey={open}
        maxHeight={520}
      />
    </Panel>
  )
}
