/** The first rows of a file as they would be read; columns that play a part come first and say so. */
import type { Inspection, Mapping } from '../../../../preload/contract/evidence.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import classes from './evidence.module.css'

type Row = { index: number; cells: readonly string[] }

function partsOf(mapping: Mapping, name: string): string {
  const parts = [
    mapping.time === name && 'time',
    mapping.host === name && 'host',
    mapping.users.includes(name) && 'user',
    mapping.action === name && 'action',
    mapping.labels.includes(name) && 'label',
  ]
  return parts.filter(Boolean).join(', ')
}

export function FirstRows({ inspection, mapping }: { inspection: Inspection; mapping: Mapping }) {
  const rows: Row[] = inspection.rows.map((cells, index) => ({ index, cells }))
  const all = inspection.columns.map((column, index) => ({
    name: column.name,
    index,
    part: partsOf(mapping, column.name),
  }))
  const ordered = [...all.filter((one) => one.part), ...all.filter((one) => !one.part)]
  const columns: ColumnSpec<Row>[] = ordered.map(({ name, index, part }) => ({
    id: name,
    header: part ? `${name} (${part})` : name,
    width: part ? '190px' : '130px',
    cell: (row) => row.cells[index] ?? '',
    title: (row) => row.cells[index] ?? '',
  }))
  return (
    <div className={classes.first}>
      <div className={classes.fieldLabel}>The first {inspection.rows.length} rows</div>
      <div className={classes.firstTable}>
        <DataTable
          label={`First rows of ${inspection.name}`}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.index}
          maxHeight={230}
          rowHeight={24}
        />
      </div>
    </div>
  )
}
