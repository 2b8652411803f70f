/** Reads ordinary records of a table quickly; see kernel-code.ts. Its memory holds the capture's bytes and what is found in them. */
import { csvKernel, type KernelLayout } from './kernel-code.ts'
import { type CsvNumberArrays, CsvNumbers } from './number.ts'
import type { CsvDialect } from './scan.ts'
import { viewOf } from '../encoding.ts'
import { POWERS } from '../columns/number-cell.ts'
import type { RecordList } from '../record-list.ts'
import { TextKernel } from '../columns/text-kernel.ts'

/** Cells and rows there is room for at once, if a row is not wider. */
const CELLS = 1 << 17
const ROWS = 1 << 14
/** The first address of a heap. */
const FIRST = 64
/** Bytes behind the input that may be looked at. */
const BEHIND = 64
const CR = 13

interface Exports {
  read: (input: number, at: number, to: number, stop: number, rows: number, line: number) => number
}

/** What JavaScript sees of the memory. */
interface Views extends CsvNumberArrays {
  bytes: Buffer
  view: DataView
  starts: Int32Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
}

export class CsvKernel {
  readonly numbers: CsvNumbers
  /** Of the columns' dictionaries, in the same memory. */
  readonly text: TextKernel
  readonly #layout: KernelLayout
  readonly #read: Exports['read']
  /** The capture's bytes, and how many there is room for. */
  #input = 0
  #room = 0
  #length = 0
  #views: Views | null = null

  constructor(dialect: CsvDialect, width: number, maxRecord: number) {
    this.text = new TextKernel()
    const { heap } = this.text
    const { bytes, layout } = layoutFor(dialect, width, maxRecord)
    // The first of this heap: it lies where the layout has it.
    if (heap.room(bytes) !== layout.wholePowers)
      throw new Error('Somebody else has the beginning of the memory')
    this.#layout = layout
    this.numbers = new CsvNumbers(() => this.views)
    new BigInt64Array(heap.memory.buffer, layout.wholePowers, 16).set(
      POWERS.slice(0, 16).map((power) => BigInt(power)),
    )
    heap.doubles.set(POWERS.slice(0, 16), layout.powers >> 3)
    const slow = (at: number, to: number, cell: number, column: number): number =>
      this.#slow(at - this.#input, to - this.#input, cell, column) + this.#input
    const host = { memory: heap.memory, slow }
    const { exports } = new WebAssembly.Instance(moduleFor(layout), { host })
    this.#read = (exports as unknown as Exports).read
  }

  /** Rows there is room for; a batch ends there. */
  get rows(): number {
    return this.#layout.rows
  }

  /** The bytes loaded last and what was found in them; good until the memory grows, as it does when dictionaries do. */
  get views(): Views {
    // Arrays on memory that grew are empty.
    if (this.#views && this.#views.starts.length > 0) return this.#views
    const { memory } = this.text.heap
    const { modes, flags, values, starts, ends, width, rows } = this.#layout
    const { buffer } = memory
    const bytes = Buffer.from(buffer, this.#input, this.#length)
    this.#views = {
      bytes,
      view: viewOf(bytes),
      starts: new Int32Array(buffer, starts, rows * width),
      ends: new Int32Array(buffer, ends, rows * width),
      modes: new Uint8Array(buffer, modes, width),
      flags: new Uint8Array(buffer, flags, width),
      values: new Float64Array(buffer, values, rows * width),
    }
    return this.#views
  }

  /** Takes over bytes: the rest of those it had, and what follows. @returns them, as they lie here; good until the memory grows */
  load(rest: Buffer, block: Buffer): Buffer {
    const { heap } = this.text
    const length = rest.length + block.length
    const kept = Buffer.from(rest)
    if (length + BEHIND > this.#room) {
      if (this.#room > 0) heap.free(this.#input, this.#room)
      this.#room = length + BEHIND
      this.#input = heap.room(this.#room)
    }
    heap.bytes.set(kept, this.#input)
    heap.bytes.set(block, this.#input + kept.length)
    // A line end behind the last byte, so that nothing runs past it.
    heap.bytes.fill(this.#layout.dialect.newline, this.#input + length, this.#input + length + BEHIND)
    this.#length = length
    this.#views = null
    return this.views.bytes
  }

  /**
   * Codes of the cells of a column in rows [from, to), in the order of rows.
   * @param dictionary of {@link text}
   * @returns good until the memory grows
   */
  codes(dictionary: number, column: number, from: number, to: number): Uint32Array {
    const { starts, ends, width, codes } = this.#layout
    const cell = 4 * (from * width + column)
    if (to > from)
      this.text.texts(dictionary, this.#input, starts + cell, ends + cell, 4 * width, to - from, codes)
    return new Uint32Array(this.text.heap.memory.buffer, codes, to - from)
  }

  /**
   * Reads records of the loaded bytes, from `at` on, up to the first that begins at or behind `stop` or is out of the ordinary. Their cells lie
   * behind those of `rows` rows.
   * @returns where that one begins, and its line
   */
  read(at: number, stop: number, rows: number, line: number, into: RecordList): { at: number; line: number } {
    const { answer, from, to, lines } = this.#layout
    const input = this.#input
    const end = input + this.#length
    const next = this.#read(input, at + input, end, Math.min(stop + input, end), rows, line) - input
    const { buffer } = this.text.heap.memory
    const [records = 0, reached = 0] = new Int32Array(buffer, answer, 2)
    into.addGood(
      new Int32Array(buffer, from, records),
      new Int32Array(buffer, to, records),
      new Int32Array(buffer, lines, records),
    )
    return { at: next, line: reached }
  }

  /** A number of another form, or none. @returns where the cell ends */
  #slow(from: number, to: number, cell: number, column: number): number {
    const { delimiter, newline } = this.#layout.dialect
    const { bytes } = this.views
    let at = from
    while (at < to && bytes[at] !== delimiter && bytes[at] !== newline) at++
    const text =
      newline !== CR && at < to && at > from && bytes[at] === newline && bytes[at - 1] === CR ? at - 1 : at
    this.numbers.read(bytes, from, text, cell, column)
    return at
  }
}

/** The last few; a file is read with the same one many times, and so are files alike. */
const modules = new Map<string, WebAssembly.Module>()
const KEPT = 16

function moduleFor(layout: KernelLayout): WebAssembly.Module {
  const key = JSON.stringify(layout)
  const module = modules.get(key) ?? new WebAssembly.Module(csvKernel(layout))
  modules.delete(key)
  modules.set(key, module)
  const [oldest] = modules.keys()
  if (modules.size > KEPT) modules.delete(oldest!)
  return module
}

function layoutFor(
  dialect: CsvDialect,
  width: number,
  maxRecord: number,
): { bytes: number; layout: KernelLayout } {
  const rows = Math.max(1, Math.min(ROWS, Math.floor(CELLS / width)))
  const cells = rows * width
  let end = FIRST
  const room = (bytes: number): number => {
    const start = end
    end += Math.ceil(bytes / 16) * 16
    return start
  }
  const layout = {
    dialect,
    width,
    rows,
    maxRecord,
    wholePowers: room(128),
    powers: room(128),
    answer: room(8),
    modes: room(width),
    flags: room(width),
    starts: room(4 * cells),
    ends: room(4 * cells),
    values: room(8 * cells),
    from: room(4 * rows),
    to: room(4 * rows),
    lines: room(4 * rows),
    codes: room(4 * rows),
  }
  return { bytes: end - FIRST, layout }
}
