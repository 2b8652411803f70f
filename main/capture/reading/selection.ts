/**
 * The events that a filter and a time range select, in order of time; kept for a while, as pages ask for them again. A
 * selection is made chunk by chunk: at once, or with breath in between so that a face can answer others meanwhile.
 */
import type { CaseFile } from '../../case/case-file.ts'
import { listChunks } from '../../case/columns.ts'
import type { EventCore } from '../../case/core.ts'
import { compileFilter } from './compile.ts'
import { filterContext } from './filter-context.ts'
import type { FilterContext } from './filter-context.ts'
import { parseFilter } from './filter-parser.ts'
import type { FilterTree } from './filter-tree.ts'
import { breathing, exhaust } from './steps.ts'
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
  return knownSelection(core, input) ?? keep(core, input, exhaust(matching(c, core, input)))
}

/**
 * Reads the filter and looks up its fields, nothing more.
 * @throws Problem as {@link select}
 */
export function checkSelection(c: CaseFile, core: EventCore, input: SelectionInput): FilterContext {
  const context = filterContext(c, core, input.labelSet, input.scoring)
  compileFilter(context, parseFilter(input.filter))
  return context
}

/** How far a selection has come. */
export interface SelectionPoint {
  /** 0 to 1, in events looked at. */
  fraction: number
  /** One byte for each event of the case: 1 where the filter matched, as far as it was looked at. Not to be kept. */
  matched: Uint8Array
  /** Events looked at: all of those before this number. */
  seen: number
}

/**
 * As {@link select}, with breath after every few milliseconds.
 * @param look told after every breath
 * @throws Problem as select; the signal's reason when canceled
 */
export async function selectSlowly(
  c: CaseFile,
  core: EventCore,
  input: SelectionInput,
  { signal, look }: { signal?: AbortSignal | undefined; look?: (point: SelectionPoint) => void } = {},
): Promise<Selection> {
  const known = knownSelection(core, input)
  if (known) return known
  return keep(core, input, await breathing(matching(c, core, input), look, signal))
}

/** The selection if it was asked for lately. */
export function knownSelection(core: EventCore, input: SelectionInput): Selection | null {
  const { selections } = remember(core)
  const key = keyOf(input)
  const known = selections.get(key)
  if (!known) return null
  selections.delete(key)
  selections.set(key, known)
  return known
}

function keep(core: EventCore, input: SelectionInput, matched: Uint8Array | null): Selection {
  const { order, selections } = remember(core)
  const selection = pick(order, core.time, matched, input)
  selections.set(keyOf(input), selection)
  for (const oldest of selections.keys()) {
    if (selections.size <= KEPT) break
    selections.delete(oldest)
  }
  return selection
}

/** The same for inputs that select the same. */
export function keyOf({ filter, labelSet, scoring, from, to }: SelectionInput): string {
  return JSON.stringify([filter.trim(), labelSet, scoring ?? null, from, to])
}

function remember(core: EventCore): Memory {
  let memory = memories.get(core)
  if (!memory) memories.set(core, (memory = { order: timeOrder(core.time), selections: new Map() }))
  return memory
}

/** Work in steps; returns one byte an event, or null when all match. */
type Matching = Generator<SelectionPoint, Uint8Array | null>

function* matching(c: CaseFile, core: EventCore, input: SelectionInput): Matching {
  const tree = parseFilter(input.filter)
  if (tree.kind === 'all') return null
  const context = filterContext(c, core, input.labelSet, input.scoring)
  return yield* matchSteps(context, tree, spanOf(core, input))
}

/** Event numbers between which all events of the time range lie: from the first, up to but without the second. */
function spanOf(core: EventCore, { from, to }: SelectionInput): [number, number] {
  if (from === null && to === null) return [0, core.count]
  const { order } = remember(core)
  const [start, end] = rangeOf(order, core.time, { from, to })
  let low = core.count
  let high = 0
  for (let i = start; i < end; i++) {
    const event = order.events[i]!
    if (event < low) low = event
    if (event >= high) high = event + 1
  }
  return [low, high]
}

/** One byte for each event of the case: 1 where the filter matches. */
export function matchEvents(context: FilterContext, tree: FilterTree): Uint8Array {
  return exhaust(matchSteps(context, tree))
}

/** One step a chunk; chunks outside [low, high) are passed over. */
function* matchSteps(
  context: FilterContext,
  tree: FilterTree,
  [low, high] = [0, context.core.count],
): Generator<SelectionPoint, Uint8Array> {
  const probe = compileFilter(context, tree)
  const { c, core, sources } = context
  const matched = new Uint8Array(core.count)
  for (const source of sources) {
    const first = core.firstEvent.get(source.id)!
    for (const { ordinal, firstRow, rows } of listChunks(c, source.id)) {
      const firstEvent = first + firstRow
      if (firstEvent >= high || firstEvent + rows <= low) continue
      const mask = probe({ source, ordinal, firstEvent, rows })
      if (mask === true) matched.fill(1, firstEvent, firstEvent + rows)
      else if (mask !== false) matched.set(mask, firstEvent)
      yield { fraction: (firstEvent + rows) / core.count, matched, seen: firstEvent + rows }
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
  const timed = collect(order.events.subarray(...rangeOf(order, time, input)), matched)
  if (limited) return { events: timed, timed: timed.length }
  const untimed = collect(order.events.subarray(order.timed), matched)
  const events = new Uint32Array(timed.length + untimed.length)
  events.set(timed)
  events.set(untimed, timed.length)
  return { events, timed: timed.length }
}

/** Those that matched. Without a branch for each event, which the processor would guess wrong. */
function collect(events: Uint32Array, matched: Uint8Array | null): Uint32Array {
  if (!matched) return events
  let most = 0
  for (let i = 0; i < events.length; i++) most += matched[events[i]!]!
  const found = new Uint32Array(most + 1)
  let count = 0
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    found[count] = event
    count += matched[event]!
  }
  return found.subarray(0, most)
}

/** Where the events of a time range lie in the order. */
function rangeOf(
  order: Selection,
  time: Float64Array,
  { from, to }: Pick<SelectionInput, 'from' | 'to'>,
): [number, number] {
  const start = from === null ? 0 : firstNotBefore(order, time, from)
  const end = to === null ? order.timed : firstNotBefore(order, time, to + 1)
  return [start, Math.max(start, end)]
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
