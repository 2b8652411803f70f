/** The rows of an export as a stream of blocks, each with the values of every column, in bounded memory. */
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { blockRows, breathe } from './blocks.ts'
import type { BlockMaker } from './blocks.ts'
import type { OutColumn } from './columns.ts'

export interface Progress {
  step: string
  fraction: number | null
  counts?: Record<string, number>
}

export class Rows {
  readonly columns: OutColumn[]
  /** Event numbers in the order of the file. */
  readonly events: Uint32Array
  readonly signal: AbortSignal
  readonly #maker: BlockMaker
  readonly #progress: (progress: Progress) => void

  constructor(
    columns: OutColumn[],
    events: Uint32Array,
    maker: BlockMaker,
    context: { progress: (progress: Progress) => void; signal: AbortSignal },
  ) {
    this.columns = columns
    this.events = events
    this.signal = context.signal
    this.#maker = maker
    this.#progress = context.progress
  }

  /**
   * Reads block after block; a cancel is heard between two columns.
   * @param from, to the stretch of the whole progress that this pass is
   */
  async *blocks(
    from: number,
    to = 1,
    columns: readonly OutColumn[] = this.columns,
  ): AsyncGenerator<{ rows: number; data: ColumnData[] }> {
    const step = blockRows(columns.length)
    const total = this.events.length
    for (let at = 0; at < total; at += step) {
      const block = this.#maker.make(this.events.subarray(at, at + step))
      const data: ColumnData[] = []
      for (const column of columns) {
        data.push(column.read(block))
        await breathe(this.signal)
      }
      yield { rows: block.events.length, data }
      const done = Math.min(total, at + step)
      const counts = to === 1 ? { rows: done } : {}
      this.#progress({ step: 'writing events', fraction: from + (to - from) * (done / total), counts })
    }
  }
}
