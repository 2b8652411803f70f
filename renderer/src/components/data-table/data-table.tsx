/**
 * A long table: only the rows in sight are drawn (TanStack Virtual), sorted on request (TanStack Table), and walked
 * with the keyboard after the ARIA grid pattern: arrows, Page Up/Down, Home, End, Enter to open.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual grid cannot be a table: its rows are placed one by one */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type ColumnSpec, fitting, tracksOf } from './columns.ts'
import classes from './data-table.module.css'
import { onControl, useGridKeys } from './use-grid-keys.ts'
import { type SortedTable, useSortedTable } from './use-sorted-table.ts'

interface DataTableProps<T> {
  /** Says what the rows are, for screen readers. */
  label: string
  rows: readonly T[]
  columns: readonly ColumnSpec<T>[]
  rowKey: (row: T) => string | number
  /** Enter or click on a row. */
  onOpen?: (row: T) => void
  /** Key of the row that is open beside the table. */
  openKey?: string | number | null
  /** Most pixels high; without it the table fills its parent. */
  maxHeight?: number
  /** Pixels a row. */
  rowHeight?: number
  /** Shown instead of rows when there are none. */
  empty?: ReactNode
}

export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, rowKey, onOpen, openKey, maxHeight, rowHeight = 28, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useFitting(props.columns, scroller)
  const table = useSortedTable(rows, columns, rowKey)
  const sorted = table.getRowModel().rows
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const keys = useGridKeys({
    count: sorted.length,
    pageSize: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / rowHeight) - 1),
    reveal: (index) => virtual.scrollToIndex(index),
    follow: openKey !== null && openKey !== undefined,
    open: (index) => {
      const row = sorted[index]
      if (row) onOpen?.(row.original)
    },
  })
  const { template, minWidth } = tracksOf(columns)
  return (
    <div
      ref={scroller}
      className={classes.grid}
      style={maxHeight ? { maxHeight } : { height: '100%' }}
      role="grid"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={keys.active >= 0 ? `${keys.id}-${keys.active}` : undefined}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
    >
      <Head table={table} columns={columns} track={{ gridTemplateColumns: template, minWidth }} />
      {sorted.length === 0 && <div className={classes.empty}>{empty ?? 'Nothing here'}</div>}
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map((item) => {
          const row = sorted[item.index]
          if (!row) return null
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid has the keys and names the active row
            <div
              key={row.id}
              id={`${keys.id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={openKey !== undefined && openKey === rowKey(row.original)}
              data-active={item.index === keys.active}
              data-opens={onOpen !== undefined}
              className={classes.row}
              style={{
                gridTemplateColumns: template,
                height: item.size,
                transform: `translateY(${item.start}px)`,
              }}
              onClick={(event) => !onControl(event.target) && keys.pick(item.index)}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={classes.cell}
                  data-align={column.align}
                  title={column.title?.(row.original)}
                >
                  {column.cell(row.original)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The same array while it holds the same columns. */
function useFitting<T>(
  columns: readonly ColumnSpec<T>[],
  ref: RefObject<HTMLDivElement | null>,
): readonly ColumnSpec<T>[] {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const size = new ResizeObserver(() => setRoom(element.clientWidth))
    size.observe(element)
    return () => size.disconnect()
  }, [ref])
  const shown = fitting(columns, room)
  const names = shown.map(({ id }) => id).join(' ')
  return useMemo(() => columns.filter(({ id }) => names.split(' ').includes(id)), [columns, names])
}

function Head<T>({
  table,
  columns,
  track,
}: {
  table: SortedTable<T>
  columns: readonly ColumnSpec<T>[]
  track: CSSProperties
}) {
  return (
    <div role="row" aria-rowindex={1} className={classes.head} style={track}>
      {columns.map((spec) => {
        const column = table.getColumn(spec.id)
        const sorted = column?.getIsSorted() ?? false
        const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined
        return (
          <div
            key={spec.id}
            role="columnheader"
            className={classes.headCell}
            data-align={spec.align}
            aria-sort={order}
          >
            {spec.sortBy ? (
              <button type="button" className={classes.sort} onClick={() => column?.toggleSorting()}>
                {spec.header}
                {sorted === 'asc' && <IconArrowUp size={12} aria-hidden />}
                {sorted === 'desc' && <IconArrowDown size={12} aria-hidden />}
              </button>
            ) : (
              spec.header
            )}
          </div>
        )
      })}
    </div>
  )
}
