/** How a test reaches the values of a field: in memory for the core fields, chunk by chunk for all others. */
import type { ColumnChunk } from '../../case/evidence/columns.ts'
import type { ColumnData, TextColumn } from '../../case/evidence/chunks.ts'
import type { Coded } from '../../case/evidence/coded.ts'
import { splitText } from '../../case/codec/text.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { rises } from '../../case/evidence/rising.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import { NO_LABEL } from '../../case/label-sets.ts'
import type { FilterContext, Labels, Stretch } from './filter-context.ts'
import { labelText } from './filter-context.ts'
import { closed, covers, type Interval, overlaps } from './interval.ts'
import { knownChunks } from './chunk-cache.ts'
import { codeMask } from './code-mask.ts'
import { intervalMask, room, rowMask } from './masks.ts'
import type { Mask } from './masks.ts'
import type { TermTest } from './term-test.ts'
import { passingValues } from './text-scan.ts'
import { wordIndex, type WordIndex } from './word-index.ts'

/** Which rows of a stretch pass. */
export type Probe = (stretch: Stretch) => Mask
export type Access = (test: TermTest) => Probe

/** A core column: each distinct value is tested once for the whole case. */
export function codedAccess({ codes, values }: Coded): Access {
  return (test) => {
    const table = Uint8Array.from(values, (value) => (test.text(value) ? 1 : 0))
    return ({ firstEvent, rows }) => codeMask(codes.subarray(firstEvent, firstEvent + rows), table)
  }
}

export function timeAccess(time: Float64Array): Access {
  return (test) => {
    const { times } = test
    const ordered = rises(time)
    return ({ firstEvent, rows }) => {
      if (!times) return rowMask(rows, (row) => test.time(time[firstEvent + row]!))
      const [min, max] = [time[firstEvent]!, time[firstEvent + rows - 1]!]
      if (ordered && !overlaps(times, min, max)) return false
      if (ordered && covers(times, min, max)) return true
      return intervalMask(time.subarray(firstEvent, firstEvent + rows), times)
    }
  }
}

/** The evidence that an event comes from, by name or number. */
export function sourceAccess(): Access {
  return (test) =>
    ({ source }) =>
      test.text(source.name) || test.text(String(source.id))
}

/** A column of the captures; `names` says what it is called in each. */
export function columnAccess({ c, core }: FilterContext, names: ReadonlyMap<number, string>): Access {
  return (test) => {
    const indexes = new Map<number, WordIndex | null>()
    const inCore = new Map<Coded, Probe>()
    return (stretch) => {
      const { source, ordinal } = stretch
      const name = names.get(source.id)
      if (name === undefined) return test.text('')
      const chunk = knownChunks(c, source.id, name)[ordinal]
      if (!chunk) return test.text('')
      const coded = chunk.type === 'text' ? coreColumn(core, source, name) : null
      if (coded) {
        const probe = inCore.get(coded) ?? codedAccess(coded)(test)
        inCore.set(coded, probe)
        return probe(stretch)
      }
      if (chunk.type === 'text' && test.search) {
        if (!indexes.has(source.id)) indexes.set(source.id, wordIndex(c, source))
        const index = indexes.get(source.id)
        if (index && !index.mayHold(name, ordinal, test.search.literal)) return false
      }
      return chunkMask(chunk, test)
    }
  }
}

/** Where the core has the texts of a column in memory; null for others. */
function coreColumn(core: EventCore, { mapping }: Source, name: string): Coded | null {
  if (name === mapping?.host) return core.host
  if (name === mapping?.action) return core.action
  return core.users[mapping?.users.indexOf(name) ?? -1] ?? null
}

/** The label in the chosen label set; further labels of an event (policy `all`) count too. */
export function labelAccess(labels: Labels): Access {
  return (test) => {
    const passes = (label: number): boolean => test.text(labelText(labels.classes, label))
    const table = new Uint8Array(labels.classes.length - NO_LABEL)
    for (let i = 0; i < table.length; i++) table[i] = passes(i + NO_LABEL) ? 1 : 0
    const unlabeled = test.text('')
    return ({ firstEvent, rows }) => {
      const mask = rowMask(rows, (row) => {
        const label = labels.labels[firstEvent + row]
        return label === undefined ? unlabeled : table[label - NO_LABEL] === 1
      })
      addPairs(labels.all, firstEvent, mask, table)
      return mask
    }
  }
}

/** The alert that gave an event its label, by name or number. */
export function alertAccess({ alerts, alertNames }: Labels): Access {
  return (test) => {
    const none = test.text('')
    const passing = new Set<number>()
    for (const [id, name] of alertNames) if (test.text(name) || test.text(String(id))) passing.add(id)
    return ({ firstEvent, rows }) =>
      rowMask(rows, (row) => {
        const alert = alerts[firstEvent + row] ?? -1
        return alert < 0 ? none : passing.has(alert)
      })
  }
}

function addPairs(
  all: { events: Uint32Array; classes: Int16Array } | undefined,
  firstEvent: number,
  mask: Uint8Array,
  table: Uint8Array,
): void {
  if (!all) return
  let low = 0
  let high = all.events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (all.events[middle]! < firstEvent) low = middle + 1
    else high = middle
  }
  for (; low < all.events.length && all.events[low]! < firstEvent + mask.length; low++) {
    mask[all.events[low]! - firstEvent]! |= table[all.classes[low]! - NO_LABEL] ?? 0
  }
}

/** Reads the chunk only where its range and its count of missing values do not settle the matter. */
function chunkMask(chunk: ColumnChunk, test: TermTest): Mask {
  if (chunk.type === null) return test.text('')
  const asked =
    chunk.type === 'time'
      ? test.times
      : chunk.type === 'text' || chunk.type === 'boolean'
        ? null
        : test.numbers
  if (asked && chunk.min !== null && chunk.max !== null) {
    if (!overlaps(asked, chunk.min, chunk.max)) return false
    if (chunk.nulls === 0 && covers(asked, chunk.min, chunk.max)) return true
  }
  if (chunk.type === 'text') return textMask(chunk, test)
  if (asked) return numberMask(chunk, asked)
  const column = chunk.load()
  return column && column.type !== 'text' ? columnMask(column, chunk.rows, test) : test.text('')
}

/** Missing values hold nothing: a test with a literal never passes them. */
function textMask(chunk: ColumnChunk, test: TermTest): Mask {
  const { search } = test
  const text = chunk.texts(search?.literal.length)
  if (!text) return false
  const table = search
    ? passingValues(text, search, test.text)
    : Uint8Array.from(splitText(text.bytes, text.offsets), (value) => (test.text(value) ? 1 : 0))
  const mask = table ? codeMask(text.narrow(), table) : false
  text.free()
  return mask
}

function numberMask(chunk: ColumnChunk, asked: Interval): Mask {
  const { low, high } = closed(asked)
  const found = chunk.within(low, high)
  if (typeof found === 'boolean') return found
  const mask = room(found.length)
  mask.set(found)
  return mask
}

function columnMask({ type, data }: Exclude<ColumnData, TextColumn>, rows: number, test: TermTest): Mask {
  if (type === 'boolean') return rowMask(rows, (row) => test.boolean(data[row]!))
  if (type === 'time') return rowMask(rows, (row) => test.time(data[row]!))
  return rowMask(rows, (row) => test.number(data[row]!))
}
