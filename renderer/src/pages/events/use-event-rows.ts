/** The events of a selection, page by page. While a search is on its way, the first of those it found. */
import type { Problem } from '../../../../preload/contract/problem.ts'
import type { Input, Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { type Pages, usePages } from '../../api/use-pages.ts'
import { useStream } from '../../api/use-stream.ts'
import type { Selection } from './use-selection.ts'

const LIMIT = 200
export type EventRow = Output<'events.page'>['rows'][number]

/** A search that takes long enough to be told of. */
export interface SearchState {
  fraction: number
  /** Found so far. */
  found: number
  stopped: boolean
  stop: () => void
  resume: () => void
}

export interface EventRows extends Pages<EventRow> {
  /** Events in the case; undefined while it is not known. */
  total: number | undefined
  matched: number
  pending: boolean
  problem: Problem | null
  /** Null when the selection is whole. */
  search: SearchState | null
  /** What is shown is of this very selection, and whole. */
  settled: boolean
  /** The selection is made: whatever else is asked of it answers at once. */
  ready: boolean
}

export function useEventRows(selection: Selection, newest: boolean): EventRows {
  const search = useStream('events.search', { ...selection })
  const ready = search.last !== null
  const inputOf = (offset: number, limit: number): Input<'events.page'> => ({
    ...selection,
    order: newest ? 'newest' : 'oldest',
    offset,
    limit,
  })
  const head = useCall('events.page', inputOf(0, LIMIT), { keepPrevious: true, enabled: ready })
  const problem = search.problem ?? head.error
  const point = ready || problem ? null : search.newest
  const found = point?.rows ?? []
  const matched = problem ? 0 : point ? found.length : (head.data?.matched ?? 0)
  const pages = usePages({
    name: 'events.page',
    inputOf,
    rowsOf: (output) => output.rows,
    limit: LIMIT,
    count: ready && !problem ? matched : 0,
  })
  const { stopped, stop, resume } = search
  return {
    at: point ? (index) => found[index] : pages.at,
    look: pages.look,
    total: head.data?.total,
    matched,
    pending: !problem && !stopped && (point ? point.matched === 0 : head.data === undefined),
    problem,
    search:
      point || stopped
        ? { fraction: point?.fraction ?? 0, found: point?.matched ?? 0, stopped, stop, resume }
        : null,
    settled: ready && head.isSuccess && !head.isPlaceholderData,
    ready,
  }
}
