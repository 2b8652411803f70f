/**
 * Decoded column chunks that were used last: pages ask for the same ones again and again while a person scrolls. Once a page needs others, most of what
 * earlier pages used is let go of first: memory that was used before is filled in half the time of fresh memory.
 */
import type { CaseFile } from '../../case/case-file.ts'
import { cellOf } from '../../case/evidence/row.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { columnChunks } from '../../case/evidence/columns.ts'
import type { ColumnChunk } from '../../case/evidence/columns.ts'

/** Most bytes kept for a case, as far as they can be told; and of them those that only earlier pages used. */
const BUDGET = 192 * 2 ** 20
const EARLIER = 4 * 2 ** 20

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
  free?: () => void
  /** That used it last. */
  page: number
}
interface Cache {
  /** By source and column name; a finished source never changes. */
  lists: Map<string, ColumnChunk[]>
  /** Least recently used first. */
  held: Map<ColumnChunk, Held>
  weight: number
  /** Number of the page that is being made. */
  page: number
}
const caches = new WeakMap<CaseFile, Cache>()

function cacheOf(c: CaseFile): Cache {
  let cache = caches.get(c)
  if (!cache) caches.set(c, (cache = { lists: new Map(), held: new Map(), weight: 0, page: 0 }))
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

/** Says that what was used so far was used by earlier pages. */
export function beginPage(c: CaseFile): void {
  cacheOf(c).page++
}

type Made = Omit<Held, 'page'>
const NOTHING: Made = { data: null, cells: null, weight: 0 }

function hold(cache: Cache, chunk: ColumnChunk, form: 'data' | 'cells'): Made {
  if (chunk.type === null) return NOTHING
  const known = cache.held.get(chunk)
  if (known?.[form] != null) {
    known.page = cache.page
    cache.held.delete(chunk)
    cache.held.set(chunk, known)
    return known
  }
  if (known) drop(cache, chunk, known)
  makeRoom(cache, ({ page }) => page < cache.page, EARLIER)
  const made = { ...(form === 'data' ? wholeOf(chunk) : cellsOf(chunk)), page: cache.page }
  makeRoom(cache, () => true, BUDGET - made.weight)
  cache.weight += made.weight
  cache.held.set(chunk, made)
  return made
}

function drop(cache: Cache, chunk: ColumnChunk, { weight, free }: Held): void {
  cache.held.delete(chunk)
  cache.weight -= weight
  free?.()
}

/** Lets go of such chunks, the least recently used first, until they weigh no more than `most`. */
function makeRoom(cache: Cache, such: (held: Held) => boolean, most: number): void {
  const list = [...cache.held].filter(([, held]) => such(held))
  let weight = list.reduce((sum, [, held]) => sum + held.weight, 0)
  for (const [chunk, held] of list) {
    if (weight <= most) return
    weight -= held.weight
    drop(cache, chunk, held)
  }
}

function wholeOf(chunk: ColumnChunk): Made {
  const data = chunk.load()
  return data ? { data, cells: null, weight: weightOf(data) } : NOTHING
}

function cellsOf(chunk: ColumnChunk): Made {
  const text = chunk.texts()
  if (text) return { data: null, cells: (row) => text.cell(row), weight: text.weight, free: text.free }
  const data = chunk.load()
  return data ? { data, cells: (row) => cellOf(data, row), weight: weightOf(data) } : NOTHING
}

function weightOf(data: ColumnData): number {
  if (data.type !== 'text') return data.data.byteLength
  return data.values.reduce((sum, value) => sum + value.length + 32, data.codes.byteLength)
}
