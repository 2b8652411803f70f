/** Which events are looked at: filter, range, label set and order, all kept in the address. */
import { setParams, useRoute } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import type { Output } from '../../api/client.ts'

export type LabelSets = Output<'labeling.list'>
export type Scorings = Output<'scoring.list'>
export interface Selection {
  filter: string
  from: number | null
  to: number | null
  labelSet: string | null
  /** Scores of a stored model. */
  scoring: string | null
}
export interface SelectionState {
  selection: Selection
  newest: boolean
  /** Id of the event that is open beside the table. */
  event: number | null
  sets: LabelSets
  scorings: Scorings
  setFilter: (filter: string) => void
  setRange: (range: { from: number; to: number } | null) => void
  setLabelSet: (id: string | null) => void
  setScoring: (id: string | null) => void
  toggleOrder: () => void
  openEvent: (id: number | null) => void
  /** Neither filter nor range. */
  clear: () => void
}

const NONE = 'none'

function numberOf(text: string | null): number | null {
  const value = text === null || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** The newest label set is on until another, or none, is chosen. */
export function useSelection(): SelectionState {
  const { params } = useRoute()
  const sets = useCall('labeling.list', {}).data ?? []
  const scorings = useCall('scoring.list', {}).data ?? []
  const newestSet = sets.reduce<LabelSets[number] | null>(
    (best, set) => (best && best.createdAt >= set.createdAt ? best : set),
    null,
  )
  const chosen = params.get('set')
  const labelSet =
    chosen === NONE ? null : (sets.find((set) => set.id === chosen)?.id ?? newestSet?.id ?? null)
  const selection = {
    filter: params.get('filter') ?? '',
    from: numberOf(params.get('from')),
    to: numberOf(params.get('to')),
    labelSet,
    scoring: scorings.find(({ id }) => id === params.get('scores'))?.id ?? null,
  }
  const newest = params.get('order') === 'newest'
  return {
    selection,
    newest,
    event: numberOf(params.get('event')),
    sets,
    scorings,
    setFilter: (filter) => setParams({ filter }),
    setRange: (range) =>
      setParams({ from: range && Math.round(range.from), to: range && Math.round(range.to) }),
    setLabelSet: (id) => setParams({ set: id ?? NONE }),
    setScoring: (scores) => setParams({ scores }),
    toggleOrder: () => setParams({ order: newest ? null : 'newest' }),
    openEvent: (event) => setParams({ event }),
    clear: () => setParams({ filter: null, from: null, to: null }),
  }
}
