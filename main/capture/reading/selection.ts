/** The events that a filter and a time range select, in order of time; kept for a while, as pages ask for them again. */
import type { CaseFile } from '../../case/case-file.ts'
import { listChunks } from '../../case/columns.ts'
import type { EventCore } from '../../case/core.ts'
import { compileFilter } from './compile.ts'
import { filterContext } from './filter-context.ts'
import type { FilterContext } from './filter-context.ts'
import { parseFilter } from './filter-parser.ts'
import { timeOrder } from './time-order.ts'

export interface SelectionInput {
  filter: string
  labelSet: string | null
  /** What a stored model said of the events, if that was chosen. */
  scoring?: string | null | undefined
  /** First and last microsecond that count, both included; null for no limit. */
  from: number | null
  to: number | null
}

export interface Selection {
  /** Oldest first; those without a time last. */
  events: Uint32Array
  /** How many have a time. */
  timed: number
}

/** Selections kept for each core (4 bytes an event each). */
const KEPT = 8
interface Memory {
  order: Selection
  selections: Map<string, Selection>
}
/** By core, not by case: a core is never changed, but replaced after an import. */
const memories = new WeakMap<EventCore, Memory>()

/** @throws Problem filter-syntax, unknown-field, filter-needs-labels, no-such-label-set */
export function select(c: CaseFile, core: EventCore, input: SelectionInput): Selection {
  const memory = remember(core)
  const key = JSON.stringify([
    input.filter.trim(),
    input.labelSet,
    input.scoring ?? null,
    input.from,
    input.to,
  ])
  const known = memory.selections.get(key)
  memory.selections.delete(key)
  const selection = known ?? pick(memory.order, core.time, matching(c, core, input), input)
  memory.selections.set(key, selection)
  for (const oldest of memory.selections.keys()) {
    if (memory.selections.size <= KEPT) break
    memory.selections.delete(oldest)
  }
  return selection
}

function remember(core: EventCore): Memory {
  let memory = memories.get(core)
  if (!memory) memories.set(core, (memory = { order: timeOrder(core.time), selections: new Map() }))
  return memory
}

/** One byte an event; null when all match. */
function matching(c: CaseFile, core: EventCore, input: SelectionInput): Uint8Array | null {
  const tree = parseFilter(input.filter)
  return tree.kind === 'all' ? null : matchEvents(filterContext(c, core, input.labelSet, input.scoring), tree)
}

/** One byte for each event of the case: 1 where the filter matches. */
export function matchEvents(context: FilterContext, tree: Parameters<typeof compileFilter>[1]): Uint8Array {
  const probe = compileFilter(context, tree)
  const { c, core, sources } = context
  const matched = new Uint8Array(core.count)
  for (const source of sources) {
    const first = core.firstEvent.get(source.id)!
    for (const { ordinal, firstRow, rows } of listChunks(c, source.id)) {
      const firstEvent = first + firstRow
      const mask = probe({ source, ordinal, firstEvent, rows })
      if (mask === true) matched.fill(1, firstEvent, firstEvent + rows)
      else if (mask !== false) matched.set(mask, firstEvent)
    }
  }
  return matched
}

function pick(
  order: Selection,
  time: Float64Array,
  matched: Uint8Array | null,
  input: SelectionInput,
): Selection {
  const { from, to } = input
  if (!matched && from === null && to === null) return order
  const limited = from !== null || to !== null
  const start = from === null ? 0 : firstNotBefore(order, time, from)
  const end = to === null ? order.timed : firstNotBefore(order, time, to + 1)
  const timed = collect(order.events.subarray(start, Math.max(start, end)), matched)
  if (limited) return { events: timed, timed: timed.length }
  const untimed = collect(order.events.subarray(order.timed), matched)
  const events = new Uint32Array(timed.length + untimed.length)
  events.set(timed)
  events.set(untimed, timed.length)
  return { events, timed: timed.length }
}

function collect(events: Uint32Array, matched: Uint8Array | null): Uint32Array {
  if (!matched) return events
  const found = new Uint32Array(events.length)
  let count = 0
  for (const event of events) if (matched[event] === 1) found[count++] = event
  return found.slice(0, count)
}

/** Binary search in the time order. */
function firstNotBefore({ events, timed }: Selection, time: Float64Array, limit: number): number {
  let low = 0
  let high = timed
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[events[middle]!]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
