/**
 * The events that a filter and a time range select, in order of time; kept for a while, as pages ask for them again. A
 * selection is made chunk by chunk: at once, or with breath in between so that a face can answer others meanwhile.
 */
import type { CaseFile } from '../../case/case-file.ts'
import { listChunks } from '../../case/evidence/columns.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { compileFilter } from './compile.ts'
import { filterContext } from './filter-context.ts'
import type { FilterContext } from './filter-context.ts'
import { parseFilter } from './filter-parser.ts'
import type { FilterTree } from './filter-tree.ts'
import { freeMasks, type Mask } from './masks.ts'
import { Marks } from './marks.ts'
import { firstNotBefore, Selection } from './selected.ts'
import { breathing, exhaust } from './steps.ts'
import { timeOrder } from './time-order.ts'

export type { Selection } from './selected.ts'

export interface SelectionInput {
  filter: string
  labelSet: string | null
  /** What a stored model said of the events, if that was chosen. */
  scoring?: string | null | undefined
  /** First and last microsecond that count, both included; null for no limit. */
  from: number | null
  to: number | null
}

/** Selections kept for each core (at most a bit an event of the case, or four bytes a selected one where their order is not that of time). */
const KEPT = 8
/** Bytes that are kept for the next search. */
const MOST_SPARE = 1 << 25

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

/** What a filter found. Not to be kept. */
export interface Matched {
  /** The event that the first byte stands for: only events between some two numbers were looked at. */
  from: number
  /** One byte an event: 1 where the filter matched, as far as it was looked at. */
  bytes: Uint8Array
}

/** How far a selection has come. */
export interface SelectionPoint {
  /** 0 to 1, in events looked at. */
  fraction: number
  matched: Matched
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

function keep(core: EventCore, input: SelectionInput, matched: Matched | null): Selection {
  const { order, selections } = remember(core)
  const selection = pick(order, core.time, matched, input)
  // Later: whoever was just told of what was found so far still looks at it.
  if (matched && matched.bytes.byteLength <= MOST_SPARE)
    setImmediate(() => (spare = matched.bytes.buffer as ArrayBuffer))
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

/** Work in steps; returns null when all match. */
type Matching = Generator<SelectionPoint, Matched | null>

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
  const run = order.runsFrom
  if (run !== null) return [run + start, run + end]
  let low = core.count
  let high = 0
  for (let i = start; i < end; i++) {
    const event = order.at(i)
    if (event < low) low = event
    if (event >= high) high = event + 1
  }
  return low < high ? [low, high] : [0, 0]
}

/** One byte for each event of the case: 1 where the filter matches. */
export function matchEvents(context: FilterContext, tree: FilterTree): Uint8Array {
  return exhaust(matchSteps(context, tree)).bytes
}

/** Memory of the last search that ended: filling fresh memory for millions of events takes as long as searching them. */
let spare: ArrayBuffer | null = null

/** Bytes of any content. */
function borrowed(length: number): Uint8Array {
  const buffer = spare && spare.byteLength >= length ? spare : new ArrayBuffer(length)
  if (buffer === spare) spare = null
  return new Uint8Array(buffer, 0, length)
}

/** One step a chunk; chunks outside [low, high) are passed over. */
function* matchSteps(
  context: FilterContext,
  tree: FilterTree,
  [low, high] = [0, context.core.count],
): Generator<SelectionPoint, Matched> {
  const probe = compileFilter(context, tree)
  const { c, core, sources } = context
  const matched = { from: low, bytes: borrowed(high - low) }
  for (const source of sources) {
    const first = core.firstEvent.get(source.id)!
    for (const { ordinal, firstRow, rows } of listChunks(c, source.id)) {
      const firstEvent = first + firstRow
      if (firstEvent >= high || firstEvent + rows <= low) continue
      mark(matched, probe({ source, ordinal, firstEvent, rows }), firstEvent, rows)
      freeMasks()
      const seen = Math.min(high, firstEvent + rows)
      yield { fraction: (firstEvent + rows) / core.count, matched, seen }
    }
  }
  return matched
}

/** Writes what was found of `rows` events from `firstEvent` on, as far as they belong to `matched`. */
function mark({ from, bytes }: Matched, mask: Mask, firstEvent: number, rows: number): void {
  const start = Math.max(firstEvent, from)
  const end = Math.min(firstEvent + rows, from + bytes.length)
  if (typeof mask === 'boolean') bytes.fill(mask ? 1 : 0, start - from, end - from)
  else bytes.set(mask.subarray(start - firstEvent, end - firstEvent), start - from)
}

function pick(
  order: Selection,
  time: Float64Array,
  matched: Matched | null,
  input: SelectionInput,
): Selection {
  const { from, to } = input
  const limited = from !== null || to !== null
  const [start, end] = rangeOf(order, time, input)
  if (!matched) return limited ? order.slice(start, end) : order
  const range = order.slice(start, end)
  if (range.runsFrom !== null) return pickOfRun(range.runsFrom, range.length, matched)
  const timed = collect(range, matched)
  if (limited || order.timed === order.length) return new Selection(timed, timed.length)
  const untimed = collect(new Selection(order.events.subarray(order.timed), 0), matched)
  const events = new Uint32Array(timed.length + untimed.length)
  events.set(timed)
  events.set(untimed, timed.length)
  return new Selection(events, timed.length)
}

/** Fewer than one in so many are listed: their numbers take less memory than the marks then. */
const FEW = 32

function pickOfRun(first: number, length: number, { from, bytes }: Matched): Selection {
  const own = bytes.subarray(first - from, first - from + length)
  const marks = new Marks(own, first)
  return marks.length * FEW >= length ? Selection.marked(marks) : new Selection(marks.list(), marks.length)
}

/** Those that matched. Without a branch for each event, which the processor would guess wrong. */
function collect(selection: Selection, { from, bytes }: Matched): Uint32Array {
  const { events } = selection
  let most = 0
  for (let i = 0; i < events.length; i++) most += bytes[events[i]! - from]!
  const found = new Uint32Array(most + 1)
  let count = 0
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    found[count] = event
    count += bytes[event - from]!
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
