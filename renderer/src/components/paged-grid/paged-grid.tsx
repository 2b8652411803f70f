/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual grid cannot be a table: its rows are placed one by one */
/** A table over millions of rows that are fetched as one looks at them. Same keys and looks as DataTable. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { type ColumnSpec, tracksOf } from '../data-table/columns.ts'
import shared from '../data-table/data-table.module.css'
import { onControl, useGridKeys } from '../data-table/use-grid-keys.ts'
import classes from './paged-grid.module.css'
import { useBigList } from './use-big-list.ts'

interface PagedGridProps<T> {
  label: string
  count: number
  columns: readonly ColumnSpec<T>[]
  /** The row, once it is here. */
  at: (index: number) => T | undefined
  rowKey: (row: T) => string | number
  /** Told which rows are in sight, so that they are fetched. */
  onLook: (first: number, last: number) => void
  onOpen?: (row: T) => void
  openKey?: string | number | null
  /** The one column the services can order by. */
  order?: { column: string; descending: boolean; toggle: () => void }
  rowHeight?: number
  /** Said where there are no rows; null while that is not known yet. */
  empty?: ReactNode
}

export function PagedGrid<T>(props: PagedGridProps<T>) {
  const { label, count, columns, at, rowKey, onLook, onOpen, openKey, order, rowHeight = 26, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const list = useBigList(scroller, count, rowHeight)
  const look = useEffectEvent(onLook)
  const open = useLateOpen(at, onOpen)
  const keys = useGridKeys({
    count,
    pageSize: list.page,
    reveal: list.reveal,
    open,
    follow: openKey !== null && openKey !== undefined,
  })
  const { template, minWidth } = tracksOf(columns)
  const track = { gridTemplateColumns: template, minWidth }
  useEffect(() => look(list.first, list.last), [list.first, list.last])
  const shown = Array.from(
    { length: Math.max(0, list.last - list.first + 1) },
    (_, index) => list.first + index,
  )
  return (
    <div
      ref={scroller}
      className={`${shared.grid} ${classes.scroller}`}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={keys.active >= 0 ? `${keys.id}-${keys.active}` : undefined}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={shared.head} style={track}>
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} order={order?.column === column.id ? order : undefined} />
        ))}
      </div>
      {count === 0 && empty !== null && (
        <div role="row" className={shared.empty}>
          <div role="gridcell" className={classes.all}>
            {empty ?? 'Nothing here'}
          </div>
        </div>
      )}
      <div
        className={shared.body}
        style={{ height: list.height, minWidth }}
        role={count > 0 ? 'rowgroup' : 'none'}
      >
        {shown.map((index) => {
          const row = at(index)
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid has the keys and names the active row
            <div
              key={index}
              id={`${keys.id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row !== undefined && openKey === rowKey(row)}
              data-active={index === keys.active}
              data-opens={onOpen !== undefined}
              className={shared.row}
              style={{ ...track, height: rowHeight, transform: `translateY(${list.topOf(index)}px)` }}
              onClick={(event) => !onControl(event.target) && keys.pick(index)}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={shared.cell}
                  data-align={column.align}
                  title={row && column.title?.(row)}
                >
                  {row === undefined ? <span className={classes.waiting} /> : column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Opens a row; one that is still on its way opens when it is here, unless another was asked for meanwhile. */
function useLateOpen<T>(
  at: (index: number) => T | undefined,
  onOpen: ((row: T) => void) | undefined,
): (index: number) => void {
  const awaited = useRef<number | null>(null)
  const open = (index: number): void => {
    const row = at(index)
    awaited.current = row === undefined ? index : null
    if (row !== undefined) onOpen?.(row)
  }
  const look = useEffectEvent(() => {
    if (awaited.current !== null && at(awaited.current) !== undefined) open(awaited.current)
  })
  useEffect(() => look())
  return open
}

interface HeadCellProps<T> {
  column: ColumnSpec<T>
  order: PagedGridProps<T>['order']
}

function HeadCell<T>({ column, order }: HeadCellProps<T>) {
  const sort = order && (order.descending ? 'descending' : 'ascending')
  const Icon = order?.descending ? IconArrowDown : IconArrowUp
  return (
    <div role="columnheader" className={shared.headCell} data-align={column.align} aria-sort={sort}>
      {order ? (
        <button type="button" className={shared.sort} onClick={order.toggle}>
          {column.header}
          <Icon size={12} aria-hidden />
        </button>
      ) : (
        column.header
      )}
    </div>
  )
}
