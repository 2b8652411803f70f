/** The events of a selection, page by page. */
import type { Problem } from '../../../../preload/contract/problem.ts'
import type { Input, Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { type Pages, usePages } from '../../api/use-pages.ts'
import type { Selection } from './use-selection.ts'

const LIMIT = 200
export type EventRow = Output<'events.page'>['rows'][number]

export interface EventRows extends Pages<EventRow> {
  /** Events in the case; undefined while it is not known. */
  total: number | undefined
  matched: number
  pending: boolean
  problem: Problem | null
}

export function useEventRows(selection: Selection, newest: boolean): EventRows {
  const inputOf = (offset: number, limit: number): Input<'events.page'> => ({
    ...selection,
    order: newest ? 'newest' : 'oldest',
    offset,
    limit,
  })
  const head = useCall('events.page', inputOf(0, LIMIT), { keepPrevious: true })
  const matched = head.data?.matched ?? 0
  const pages = usePages({
    name: 'events.page',
    inputOf,
    rowsOf: (output) => output.rows,
    limit: LIMIT,
    count: head.error ? 0 : matched,
  })
  return {
    ...pages,
    total: head.data?.total,
    matched: head.error ? 0 : matched,
    pending: head.isPending,
    problem: head.error,
  }
}
