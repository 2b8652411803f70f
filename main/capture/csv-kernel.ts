/** Reads ordinary records of a table quickly; see csv-kernel-code.ts. Its memory holds the capture's bytes and what is found in them. */
import { csvKernel, type KernelLayout } from './csv-kernel-code.ts'
import { CsvNumbers } from './csv-number.ts'
import type { CsvDialect } from './csv-scan.ts'
import { POWERS } from './number-cell.ts'
import type { RecordList } from './record-list.ts'

const PAGE = 1 << 16
/** Cells and rows there is room for at once, if a row is not wider. */
const CELLS = 1 << 17
const ROWS = 1 << 14
/** Bytes behind the input that may be looked at. */
const BEHIND = 64
const CR = 13

interface Exports {
  read: (at: number, to: number, stop: number, rows: number, line: number) => number
}

export class CsvKernel {
  readonly numbers: CsvNumbers
  /** As a batch has them; good until the next {@link load}. */
  starts!: Int32Array<ArrayBuffer>
  ends!: Int32Array<ArrayBuffer>
  readonly #layout: KernelLayout
  readonly #memory: WebAssembly.Memory
  readonly #read: Exports['read']
  #bytes: Buffer = Buffer.alloc(0)

  constructor(dialect: CsvDialect, width: number, maxRecord: number) {
    this.#layout = layoutFor(dialect, width, maxRecord)
    const { input, wholePowers, powers } = this.#layout
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil((input + BEHIND) / PAGE) })
    this.numbers = new CsvNumbers(this.#views())
    new BigInt64Array(this.#memory.buffer, wholePowers, 16).set(
      POWERS.slice(0, 16).map((power) => BigInt(power)),
    )
    new Float64Array(this.#memory.buffer, powers, 16).set(POWERS.slice(0, 16))
    const module = moduleFor(this.#layout)
    const slow = (at: number, to: number, cell: number, column: number): number =>
      this.#slow(at - input, to - input, cell, column) + input
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory, slow } })
    this.#read = (exports as unknown as Exports).read
  }

  /** Rows there is room for; a batch ends there. */
  get rows(): number {
    return this.#layout.rows
  }

  /** Takes over bytes: the rest of those it had, and what follows. @returns them, as they lie here; good until the next call */
  load(rest: Buffer, block: Buffer): Buffer {
    const { input, dialect } = this.#layout
    const length = rest.length + block.length
    const missing = input + length + BEHIND - this.#memory.buffer.byteLength
    const kept = missing > 0 ? Buffer.from(rest) : rest
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE))
      this.numbers.arrays = this.#views()
    }
    const bytes = Buffer.from(this.#memory.buffer, input, length + BEHIND)
    bytes.set(kept)
    bytes.set(block, kept.length)
    // A line end behind the last byte, so that nothing runs past it.
    bytes.fill(dialect.newline, length)
    this.#bytes = bytes.subarray(0, length)
    return this.#bytes
  }

  /**
   * Reads records of the loaded bytes, from `at` on, up to the first that begins at or behind `stop` or is out of the ordinary. Their cells lie
   * behind those of `rows` rows.
   * @returns where that one begins, and its line
   */
  read(at: number, stop: number, rows: number, line: number, into: RecordList): { at: number; line: number } {
    const { input, answer, from, to, lines } = this.#layout
    const end = input + this.#bytes.length
    const next = this.#read(at + input, end, Math.min(stop + input, end), rows, line) - input
    const { buffer } = this.#memory
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
    const bytes = this.#bytes
    let at = from
    while (at < to && bytes[at] !== delimiter && bytes[at] !== newline) at++
    const text =
      newline !== CR && at < to && at > from && bytes[at] === newline && bytes[at - 1] === CR ? at - 1 : at
    this.numbers.read(bytes, from, text, cell, column)
    return at
  }

  #views() {
    const { buffer } = this.#memory
    const { modes, flags, values, starts, ends, width, rows } = this.#layout
    this.starts = new Int32Array(buffer, starts, rows * width)
    this.ends = new Int32Array(buffer, ends, rows * width)
    return {
      modes: new Uint8Array(buffer, modes, width),
      flags: new Uint8Array(buffer, flags, width),
      values: new Float64Array(buffer, values, rows * width),
    }
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

function layoutFor(dialect: CsvDialect, width: number, maxRecord: number): KernelLayout {
  const rows = Math.max(1, Math.min(ROWS, Math.floor(CELLS / width)))
  const cells = rows * width
  let end = 0
  const room = (bytes: number): number => {
    const start = end
    end += Math.ceil(bytes / 16) * 16
    return start
  }
  return {
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
    input: room(0),
  }
}
