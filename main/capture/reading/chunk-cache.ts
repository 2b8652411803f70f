/** Decoded column chunks that were used last: pages ask for the same ones again and again while a person scrolls. */
import type { CaseFile } from '../../case/case-file.ts'
import type { ColumnData } from '../../case/chunks.ts'
import { columnChunks } from '../../case/columns.ts'
import type { ColumnChunk } from '../../case/columns.ts'

/** Most bytes kept for a case, as far as they can be told. */
const BUDGET = 192 * 2 ** 20

export interface LoadedChunk {
  firstRow: number
  data: ColumnData
}
interface Cache {
  /** By source and column name; a finished source never changes. */
  lists: Map<string, ColumnChunk[]>
  /** Least recently used first. */
  loaded: Map<ColumnChunk, { data: ColumnData; weight: number }>
  weight: number
}
const caches = new WeakMap<CaseFile, Cache>()

/** The chunk of a column that holds `row`; null where the column is missing in all of that chunk. */
export function cachedChunk(c: CaseFile, source: number, column: string, row: number): LoadedChunk | null {
  let cache = caches.get(c)
  if (!cache) caches.set(c, (cache = { lists: new Map(), loaded: new Map(), weight: 0 }))
  const key = `${source} ${column}`
  let list = cache.lists.get(key)
  if (!list) cache.lists.set(key, (list = columnChunks(c, source, column)))
  const chunk = chunkAt(list, row)
  const data = chunk && load(cache, chunk)
  return data ? { firstRow: chunk.firstRow, data } : null
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

function load(cache: Cache, chunk: ColumnChunk): ColumnData | null {
  const known = cache.loaded.get(chunk)
  cache.loaded.delete(chunk)
  const data = known?.data ?? chunk.load()
  if (!data) return null
  const weight = known?.weight ?? weightOf(data)
  if (!known) cache.weight += weight
  cache.loaded.set(chunk, { data, weight })
  for (const [oldest, entry] of cache.loaded) {
    if (cache.weight <= BUDGET || oldest === chunk) break
    cache.loaded.delete(oldest)
    cache.weight -= entry.weight
  }
  return data
}

function weightOf(data: ColumnData): number {
  if (data.type !== 'text') return data.data.byteLength
  return data.values.reduce((sum, value) => sum + value.length + 32, data.codes.byteLength)
}
