/** How a test reaches the values of a field: in memory for the core fields, chunk by chunk for all others. */
import { columnChunks } from '../../case/columns.ts'
import type { ColumnChunk } from '../../case/columns.ts'
import type { ColumnData } from '../../case/chunks.ts'
import type { Coded } from '../../case/coded.ts'
import { NO_LABEL } from '../../case/label-sets.ts'
import type { FilterContext, Labels, Stretch } from './filter-context.ts'
import { labelText } from './filter-context.ts'
import { covers, overlaps } from './interval.ts'
import { codeMask, rowMask } from './masks.ts'
import type { Mask } from './masks.ts'
import type { TermTest } from './term-test.ts'
import { passingValues } from './text-scan.ts'
import type { TextSearch } from './text-scan.ts'
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
  return (test) =>
    ({ firstEvent, rows }) =>
      rowMask(rows, (row) => test.time(time[firstEvent + row]!))
}

/** The evidence that an event comes from, by name or number. */
export function sourceAccess(): Access {
  return (test) =>
    ({ source }) =>
      test.text(source.name) || test.text(String(source.id))
}

/** A column of the captures; `names` says what it is called in each. */
export function columnAccess({ c }: FilterContext, names: ReadonlyMap<number, string>): Access {
  return (test) => {
    const chunks = new Map<number, ColumnChunk[]>()
    const indexes = new Map<number, WordIndex | null>()
    return ({ source, ordinal }) => {
      const name = names.get(source.id)
      if (name === undefined) return test.text('')
      if (!chunks.has(source.id)) chunks.set(source.id, columnChunks(c, source.id, name))
      const chunk = chunks.get(source.id)![ordinal]
      if (!chunk) return test.text('')
      if (chunk.type === 'text' && test.search) {
        if (!indexes.has(source.id)) indexes.set(source.id, wordIndex(c, source))
        const index = indexes.get(source.id)
        if (index && !index.mayHold(name, ordinal, test.search.literal)) return false
      }
      return chunkMask(chunk, test)
    }
  }
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
  if (chunk.type === 'text' && test.search) return searchMask(chunk, test, test.search)
  const column = chunk.load()
  return column ? columnMask(column, chunk.rows, test) : test.text('')
}

/** Missing values hold nothing: a test with a literal never passes them. */
function searchMask(chunk: ColumnChunk, test: TermTest, search: TextSearch): Mask {
  const text = chunk.texts(search.literal.length)
  const table = text && passingValues(text, search, test.text)
  return table ? codeMask(text.codes(), table) : false
}

function columnMask(column: ColumnData, rows: number, test: TermTest): Mask {
  if (column.type === 'text') {
    return codeMask(
      column.codes,
      Uint8Array.from(column.values, (value) => (test.text(value) ? 1 : 0)),
    )
  }
  const { data } = column
  if (column.type === 'boolean') return rowMask(rows, (row) => test.boolean(data[row]!))
  if (column.type === 'time') return rowMask(rows, (row) => test.time(data[row]!))
  return rowMask(rows, (row) => test.number(data[row]!))
}
