/**
 * Records of one block, and their cells. What a kernel found lies in its memory, which is other memory to JavaScript once it grew: so
 * bytes and places are asked for again wherever they are used.
 */
import type { CsvKernel } from './kernel.ts'
import type { CsvNumbers } from './number.ts'
import { viewOf } from '../encoding.ts'
import { RecordList } from '../record-list.ts'

/** Good until the next batch, as what they hold. Places are relative to `bytes`. */
interface Views {
  bytes: Buffer
  /** Of `bytes`. */
  view: DataView
  /**
   * Cells of the good records, row after row; ends are negative (`-end - 1`) where doubled quotes are inside.
   */
  starts: Int32Array
  ends: Int32Array
}

const CELLS = 8192

export class CsvBatch {
  /** Where `bytes` begins in the stream. */
  base = 0
  /** Bytes that are done with; the rest comes again in the next batch. */
  passed = 0
  /** Good records. */
  rows = 0
  readonly records = new RecordList()
  /** What was read of the cells on the way. */
  readonly numbers: CsvNumbers | null
  readonly #kernel: CsvKernel | null
  readonly #own: Views | null

  /** @param kernel in whose memory everything is; null: it is here */
  constructor(kernel: CsvKernel | null) {
    this.#kernel = kernel
    this.numbers = kernel?.numbers ?? null
    const bytes = Buffer.alloc(0)
    this.#own = kernel
      ? null
      : { bytes, view: viewOf(bytes), starts: new Int32Array(CELLS), ends: new Int32Array(CELLS) }
    if (kernel) kernel.load(bytes, bytes)
  }

  get bytes(): Buffer {
    return this.#views.bytes
  }

  get view(): DataView {
    return this.#views.view
  }

  get starts(): Int32Array {
    return this.#views.starts
  }

  get ends(): Int32Array {
    return this.#views.ends
  }

  get #views(): Views {
    return this.#own ?? this.#kernel!.views
  }

  /** Forgets the records. */
  begin(base: number): void {
    this.records.clear()
    this.rows = 0
    this.passed = 0
    this.base = base
  }

  /** Takes over bytes: the rest of those it had, and what follows. */
  load(rest: Buffer, block: Buffer): void {
    if (!this.#own) this.#kernel!.load(rest, block)
    else {
      this.#own.bytes = rest.length === 0 ? block : Buffer.concat([rest, block])
      this.#own.view = viewOf(this.#own.bytes)
    }
  }

  /** Room for so many cells; a kernel has room for all of its rows. */
  reserve(cells: number): void {
    if (!this.#own || cells <= this.#own.starts.length) return
    this.#own.starts = grown(this.#own.starts, cells)
    this.#own.ends = grown(this.#own.ends, cells)
  }
}

function grown(array: Int32Array, least: number): Int32Array {
  const larger = new Int32Array(Math.max(least, array.length * 2))
  larger.set(array)
  return larger
}
