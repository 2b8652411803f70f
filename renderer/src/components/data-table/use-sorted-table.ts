/** The sorting half of a DataTable, on TanStack Table: row order as a pure function of rows, columns and clicks. */
import {
  columnSizingFeature,
  createColumnHelper,
  createSortedRowModel,
  type ReactTable,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { ColumnSpec } from './columns.ts'

const features = tableFeatures({
  rowSortingFeature,
  columnSizingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
})
export type SortedTable<T> = ReactTable<typeof features, T & object>

/** `undefined` is what TanStack sorts last, so null becomes that. Keep `columns` the same array while it means the same. */
export function useSortedTable<T>(
  rows: readonly T[],
  columns: readonly ColumnSpec<T>[],
  rowKey: (row: T) => string | number,
): SortedTable<T> {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, T & object>()
    return columns.map((column) =>
      helper.accessor((row): unknown => column.sortBy?.(row) ?? undefined, {
        id: column.id,
        enableSorting: column.sortBy !== undefined,
        sortUndefined: 'last',
        sortFn: 'basic',
      }),
    )
  }, [columns])
  return useTable({
    features,
    columns: definitions,
    data: rows as readonly (T & object)[],
    getRowId: (row) => String(rowKey(row)),
  })
}
