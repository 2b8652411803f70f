/** The selected events cut into blocks of bounded size, each with the places where its events lie in the column chunks. */
import { setImmediate } from 'node:timers/promises'
import type { CaseFile } from '../../case/case-file.ts'
import { listChunks } from '../../case/evidence/columns.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { locate } from '../../case/evidence/core.ts'

/** Most rows of a block, and most cells over all columns: what bounds the memory of an export. */
const MOST_ROWS = 16_384
const MOST_CELLS = 2_097_152
const LEAST_ROWS = 512

export interface Block {
  /** Event numbers, in the order of the file. */
  events: Uint32Array
  /** The same events by the chunk they lie in, so that each chunk of a column is looked at once a block. */
  parts: ChunkPart[]
}
export interface ChunkPart {
  source: number
  /** Row of the source at which the chunk begins. */
  firstRow: number
  /** Index in the block, and row in the chunk, of each event. */
  at: number[]
  rows: number[]
}

export function blockRows(columns: number): number {
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, columns))))
}

export class BlockMaker {
  readonly #core: EventCore
  readonly #starts = new Map<number, number[]>()

  constructor(c: CaseFile, core: EventCore) {
    this.#core = core
    for (const source of core.firstEvent.keys())
      this.#starts.set(
        source,
        listChunks(c, source).map(({ firstRow }) => firstRow),
      )
  }

  make(events: Uint32Array): Block {
    const parts = new Map<string, ChunkPart>()
    let last: ChunkPart | undefined
    let end = -1
    for (let i = 0; i < events.length; i++) {
      const { source, row } = locate(this.#core, events[i]!)
      if (last?.source !== source || row < last.firstRow || row >= end) {
        const starts = this.#starts.get(source)!
        const chunk = chunkOf(starts, row)
        const firstRow = starts[chunk]!
        end = starts[chunk + 1] ?? Infinity
        const key = `${source} ${firstRow}`
        last = parts.get(key) ?? { source, firstRow, at: [], rows: [] }
        parts.set(key, last)
      }
      last.at.push(i)
      last.rows.push(row - last.firstRow)
    }
    return { events, parts: [...parts.values()] }
  }
}

/** The last chunk that begins at `row` or before. */
function chunkOf(starts: readonly number[], row: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** Lets a cancel be heard. @throws AbortError when there was one */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}
