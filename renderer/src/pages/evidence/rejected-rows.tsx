/** Rows that could not be read, each with its place and why: nothing is dropped in silence. */
import { count as countText, percent } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { usePages } from '../../api/use-pages.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { PagedGrid } from '../../components/paged-grid/paged-grid.tsx'
import classes from './evidence.module.css'

type Rejected = Output<'evidence.rejected'>['rows'][number]
const columns: readonly ColumnSpec<Rejected>[] = [
  { id: 'line', header: 'Line', width: '64px', align: 'right', cell: (row) => countText(row.line) },
  { id: 'byte', header: 'Byte', width: '80px', align: 'right', cell: (row) => countText(row.byte) },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(140px, 1fr)',
    cell: (row) => row.reason,
    title: (row) => row.reason,
  },
  {
    id: 'excerpt',
    header: 'Begins with',
    width: 'minmax(140px, 1.4fr)',
    cell: (row) => <code>{row.excerpt}</code>,
    title: (row) => row.excerpt,
  },
]

/** @param count rejected rows; @param rows all rows of the file */
export function RejectedRows({ source, count, rows }: { source: number; count: number; rows: number }) {
  const pages = usePages({
    name: 'evidence.rejected',
    inputOf: (offset, limit) => ({ source, offset, limit }),
    rowsOf: (output) => output.rows,
    limit: 200,
    count,
  })
  if (count === 0) return <p className={classes.quiet}>Every row was accepted.</p>
  return (
    <>
      <p className={classes.quiet}>
        {countText(count)} of {countText(rows)} rows ({percent(count / Math.max(1, rows))}) are not among the
        events.
      </p>
      <div className={classes.rejectedTable}>
        <PagedGrid
          label="Rejected rows"
          count={count}
          columns={columns}
          at={pages.at}
          rowKey={(row) => row.byte}
          onLook={pages.look}
        />
      </div>
    </>
  )
}
