/** Decoded column chunks that were used last: pages ask for the same ones again and again while a person scrolls. */
import type { CaseFile } from '../../case/case-file.ts'
import { cellOf } from '../../case/evidence/row.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { columnChunks } from '../../case/evidence/columns.ts'
import type { ColumnChunk } from '../../case/evidence/columns.ts'

/** Most bytes kept for a case, as far as they can be told. */
const BUDGET = 192 * 2 ** 20

export interface LoadedChunk {
  firstRow: number
  data: ColumnData
}
/** Single cells of a chunk: of its texts, which may be tens of thousands, only those asked for become strings. */
type Cells = (row: number) => string
interface Held {
  /** In one of the two forms, as it was asked for. */
  data: ColumnData | null
  cells: Cells | null
  weight: number
}
interface Cache {
  /** By source and column name; a finished source never changes. */
  lists: Map<string, ColumnChunk[]>
  /** Least recently used first. */
  held: Map<ColumnChunk, Held>
  weight: number
}
const caches = new WeakMap<CaseFile, Cache>()

function cacheOf(c: CaseFile): Cache {
  let cache = caches.get(c)
  if (!cache) caches.set(c, (cache = { lists: new Map(), held: new Map(), weight: 0 }))
  return cache
}

/** The chunks of a column of a finished source, in order; looked up once. */
export function knownChunks(c: CaseFile, source: number, column: string): readonly ColumnChunk[] {
  const { lists } = cacheOf(c)
  const key = `${source} ${column}`
  let list = lists.get(key)
  if (!list) lists.set(key, (list = columnChunks(c, source, column)))
  return list
}

/** The chunk of a column that holds `row`; null where the column is missing in all of that chunk. */
export function cachedChunk(c: CaseFile, source: number, column: string, row: number): LoadedChunk | null {
  const chunk = chunkAt(knownChunks(c, source, column), row)
  if (!chunk) return null
  const { data } = hold(cacheOf(c), chunk, 'data')
  return data && { firstRow: chunk.firstRow, data }
}

/** One cell as text; '' when missing. */
export function cachedCell(c: CaseFile, source: number, column: string, row: number): string {
  const chunk = chunkAt(knownChunks(c, source, column), row)
  if (!chunk) return ''
  return hold(cacheOf(c), chunk, 'cells').cells?.(row - chunk.firstRow) ?? ''
}

function chunkAt(list: readonly ColumnChunk[], row: number): ColumnChunk | undefined {
  let low = 0
  let high = list.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (list[middle]!.firstRow <= row) low = middle
    else high = middle - 1
  }
  return list[low]
}

const NOTHING: Held = { data: null, cells: null, weight: 0 }

function hold(cache: Cache, chunk: ColumnChunk, form: 'data' | 'cells'): Held {
  if (chunk.type === null) return NOTHING
  const known = cache.held.get(chunk)
  cache.held.delete(chunk)
  const usable = known?.[form] != null
  if (known && !usable) cache.weight -= known.weight
  const held = usable ? known : form === 'data' ? wholeOf(chunk) : cellsOf(chunk)
  if (!usable) cache.weight += held.weight
  cache.held.set(chunk, held)
  for (const [oldest, { weight }] of cache.held) {
    if (cache.weight <= BUDGET || oldest === chunk) break
    cache.held.delete(oldest)
    cache.weight -= weight
  }
  return held
}

function wholeOf(chunk: ColumnChunk): Held {
  const data = chunk.load()
  return data ? { data, cells: null, weight: weightOf(data) } : NOTHING
}

function cellsOf(chunk: ColumnChunk): Held {
  const text = chunk.texts()
  if (!text) {
    const data = chunk.load()
    return data ? { data, cells: (row) => cellOf(data, row), weight: weightOf(data) } : NOTHING
  }
  return { data: null, cells: (row) => text.cell(row), weight: text.weight }
}

function weightOf(data: ColumnData): number {
  if (data.type !== 'text') return data.data.byteLength
  return data.values.reduce((sum, value) => sum + value.length + 32, data.codes.byteLength)
}
