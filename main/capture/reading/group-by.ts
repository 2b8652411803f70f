/**
 * Counts by one field or two over the selected events. Rows are counted by their codes, chunk by chunk, and only the
 * codes that came are looked up as text; memory is bounded by the tally (tally.ts). Where that had to drop values, the
 * values that are shown are counted once more, so that their counts are exact.
 */
import type { Groups } from '../../../preload/contract/groups.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { listChunks } from '../../case/evidence/columns.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { filterContext } from './filter-context.ts'
import type { FilterContext } from './filter-context.ts'
import { CodeCounter } from './code-counter.ts'
import { groupReader, type GroupReader } from './group-field.ts'
import type { Selection, SelectionInput } from './selection.ts'
import { Tally } from './tally.ts'

/** Different values kept while counting. */
const MOST_VALUES = 200_000

export interface GroupInput extends SelectionInput {
  /** One field or two. */
  by: readonly string[]
  /** Groups listed. */
  limit: number
}

export interface GroupWork {
  context: FilterContext
  readers: GroupReader[]
  /** One byte an event; null where all are selected. */
  chosen: Uint8Array | null
  total: number
}

export type Fraction = { fraction: number }

/** @throws Problem unknown-field, filter-needs-labels, filter-needs-scores, no-such-label-set, no-such-scoring */
export function groupWork(
  c: CaseFile,
  core: EventCore,
  selection: Selection,
  input: SelectionInput & { by: readonly string[] },
): GroupWork {
  const context = filterContext(c, core, input.labelSet, input.scoring)
  const readers = input.by.map((name) => groupReader(context, name))
  if (selection.length === core.count) return { context, readers, chosen: null, total: core.count }
  const { events } = selection
  const chosen = new Uint8Array(core.count)
  for (let i = 0; i < events.length; i++) chosen[events[i]!] = 1
  return { context, readers, chosen, total: events.length }
}

/** In steps, one a chunk. @param most different values kept */
export function* groupSteps(
  work: GroupWork,
  { by, limit }: Pick<GroupInput, 'by' | 'limit'>,
  most = MOST_VALUES,
): Generator<Fraction, Groups> {
  const tally = new Tally(most)
  const key = keyOf(by.length)
  yield* count(work, (texts, found) => tally.add(key(texts), found))
  const cut = tally.lowered > 0 ? tally.lowered : null
  const missing = missingOf(tally, by.length)
  let groups = tally
    .top(limit + 1)
    .filter(({ value }) => value !== missing.key)
    .slice(0, limit)
  let absent = missing.count
  if (cut !== null) {
    const exact = new Map([...groups.map(({ value }) => value), missing.key].map((value) => [value, 0]))
    yield* count(work, (texts, found) => {
      const value = key(texts)
      const known = exact.get(value)
      if (known !== undefined) exact.set(value, known + found)
    })
    absent = exact.get(missing.key)!
    groups = groups
      .map(({ value }) => ({ value, count: exact.get(value)! }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  const listed = groups.reduce((sum, group) => sum + group.count, 0)
  return {
    by: [...by],
    total: work.total,
    missing: absent,
    other: work.total - absent - listed,
    distinct: tally.size - (tally.has(missing.key) ? 1 : 0),
    cut,
    groups: groups.map(({ value, count: found }) => ({ values: textsOf(value, by.length), count: found })),
  }
}

/** Tells how often each combination of values came, some combinations more than once. */
export function* count(
  { context, readers, chosen }: GroupWork,
  tell: (texts: readonly string[], found: number) => void,
): Generator<Fraction, void> {
  const { c, core, sources } = context
  const counter = new CodeCounter(readers.length, tell)
  for (const source of sources) {
    const first = core.firstEvent.get(source.id)!
    for (const { ordinal, firstRow, rows } of listChunks(c, source.id)) {
      const firstEvent = first + firstRow
      const mask = chosen && chosen.subarray(firstEvent, firstEvent + rows)
      if (!mask || mask.includes(1)) {
        const stretch = { source, ordinal, firstEvent, rows }
        counter.add(
          readers.map((read) => read(stretch)),
          rows,
          mask,
        )
      }
      yield { fraction: (firstEvent + rows) / core.count }
    }
  }
  counter.flush()
}

/** Two texts as one: the length of the first, a blank, both. */
function keyOf(fields: number): (texts: readonly string[]) => string {
  return fields === 1 ? ([text]) => text! : ([a, b]) => `${a!.length} ${a}${b}`
}

function textsOf(key: string, fields: number): string[] {
  if (fields === 1) return [key]
  const blank = key.indexOf(' ')
  const middle = blank + 1 + Number(key.slice(0, blank))
  return [key.slice(blank + 1, middle), key.slice(middle)]
}

function missingOf(tally: Tally, fields: number): { key: string; count: number } {
  const key = fields === 1 ? '' : keyOf(2)(['', ''])
  return { key, count: tally.get(key) }
}
