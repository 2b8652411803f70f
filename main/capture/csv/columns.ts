/** Cells of CSV records into column builders, a stretch of rows at a time, column by column. */
import { ByteDictionary } from '../columns/byte-dictionary.ts'
import { ColumnBuilder } from '../columns/builder.ts'
import { FRACTION, ODD, WHOLE } from './number.ts'
import type { CsvKernel } from './kernel.ts'
import type { CsvBatch } from './batch.ts'
import { decodeText } from '../encoding.ts'
import { epochMicros } from '../time/epoch-cell.ts'
import type { ColumnKind, TimeKind } from '../json/columns.ts'
import { INTEGER, met, NUMBER, readNumber, shortInteger, TEXT } from '../columns/number-cell.ts'
import type { Doubled } from '../columns/text-kernel.ts'

const QUOTE = 34

/** The builder of one CSV column, its place in a record, and how its times are read. */
export class CsvColumn {
  readonly builder: ColumnBuilder<ByteDictionary>
  /** Values of a time column that are no time. */
  unreadable = 0
  readonly #index: number
  readonly #width: number
  readonly #kernel: CsvKernel
  readonly #time: TimeKind | undefined

  /** @param place its number among `width` columns, and the kernel whose batches it is given */
  constructor(
    name: string,
    { index, width, kernel }: { index: number; width: number; kernel: CsvKernel },
    kind: ColumnKind,
  ) {
    const dictionary = new ByteDictionary(kernel.text)
    this.builder = new ColumnBuilder(name, dictionary, typeof kind === 'object' ? 'time' : kind)
    this.#index = index
    this.#width = width
    this.#kernel = kernel
    this.#time = typeof kind === 'object' ? kind : undefined
  }

  /** Appends the batch's good rows [from, to) as rows `row`, `row + 1`, … of the chunk. */
  append(batch: CsvBatch, from: number, to: number, row: number): void {
    this.builder.reserve(row + to - from)
    if (this.#readAlready(batch, from, to, row)) return
    if (this.#time) this.#times(batch, from, to, row, this.#time)
    else if (this.builder.type === 'text' || !this.#numbers(batch, from, to, row)) this.#texts(from, to, row)
  }

  /** Begins anew, for another reading; memory is kept. */
  restart(): void {
    this.unreadable = 0
    this.builder.restart()
  }

  /** Whether its cells may be read as numbers while they are being found. */
  isNumeric(): boolean {
    const { type } = this.builder
    return type === 'none' || type === 'integer' || type === 'number'
  }

  /** Takes over numbers that were read on the way; false when they were not, or met something else. */
  #readAlready({ numbers: read }: CsvBatch, from: number, to: number, row: number): boolean {
    if (!read?.wants(this.#index) || !this.isNumeric()) return false
    const flags = read.arrays.flags[this.#index]!
    if ((flags & ODD) !== 0) return false
    const { builder } = this
    if ((flags & FRACTION) !== 0) builder.type = 'number'
    else if ((flags & WHOLE) !== 0 && builder.type === 'none') builder.type = 'integer'
    const { numbers } = builder
    const { values } = read.arrays
    const width = this.#width
    const shift = row - from
    for (let i = from, at = from * width + this.#index; i < to; i++, at += width)
      numbers[shift + i] = values[at]!
    return true
  }

  /** False when a cell is text: the column is text from then on, and these rows are to be read again, exactly. */
  #numbers(batch: CsvBatch, from: number, to: number, row: number): boolean {
    const { builder } = this
    const { bytes, starts, ends } = batch
    const { numbers } = builder
    const shift = row - from
    const width = this.#width
    let at = from * width + this.#index
    let type = builder.type
    for (let i = from; i < to; i++, at += width) {
      const start = starts[at]!
      const end = ends[at]!
      if (start === end) continue
      const digits = type === 'integer' ? shortInteger(bytes, start, end) : -1
      if (digits >= 0) {
        numbers[shift + i] = digits
        continue
      }
      const value = end < 0 ? this.#none() : readNumber(bytes, start, end)
      const { kind } = met
      if (kind === INTEGER && type === 'integer') numbers[shift + i] = value
      else if (kind === INTEGER || kind === NUMBER) {
        if (type === 'boolean') return this.#giveUp(row)
        type = kind === NUMBER || type === 'number' ? 'number' : 'integer'
        numbers[shift + i] = value
      } else if (kind === TEXT) {
        const truth = end > 0 && (type === 'boolean' || type === 'none') ? readTruth(bytes, start, end) : -1
        if (truth < 0) return this.#giveUp(row)
        type = 'boolean'
        numbers[shift + i] = truth
      }
    }
    builder.type = type
    return true
  }

  #none(): number {
    met.kind = TEXT
    return Number.NaN
  }

  #giveUp(row: number): false {
    this.builder.becomeText(row)
    return false
  }

  #texts(from: number, to: number, row: number): void {
    const { builder } = this
    builder.reserve(row + to - from)
    this.#kernel.text.doubled = this.#doubled
    builder.codes.set(this.#kernel.codes(builder.dictionary.address, this.#index, from, to), row)
  }

  readonly #doubled: Doubled = (_, from, to) => {
    const plain = undouble(this.#kernel.text.heap.bytes, from, to)
    return this.builder.dictionary.addBytes(plain, 0, plain.length)
  }

  #times(batch: CsvBatch, from: number, to: number, row: number, { readTime, unit }: TimeKind): void {
    const { bytes, starts, ends } = batch
    const { numbers } = this.builder
    let at = from * this.#width + this.#index
    for (let i = from; i < to; i++, at += this.#width) {
      const start = starts[at]!
      const end = ends[at]!
      if (start === end) continue
      let micros = end < 0 ? Number.NaN : epochMicros(bytes, start, end, unit)
      if (Number.isNaN(micros)) micros = readTime(cellText(bytes, start, end))
      if (Number.isNaN(micros)) this.unreadable++
      numbers[row + i - from] = micros
    }
  }
}

/** 1 for `true`, 0 for `false` in any case of letters, else -1. */
function readTruth(bytes: Buffer, from: number, to: number): number {
  if (to - from !== 4 && to - from !== 5) return -1
  const word = bytes.toString('latin1', from, to).toLowerCase()
  return word === 'true' ? 1 : word === 'false' ? 0 : -1
}

/** Bytes of a quoted cell with each doubled quote made one. */
function undouble(bytes: Buffer, from: number, to: number): Buffer {
  const plain = Buffer.allocUnsafe(to - from)
  let length = 0
  for (let at = from; at < to; at++) {
    plain[length++] = bytes[at]!
    if (bytes[at] === QUOTE) at++
  }
  return plain.subarray(0, length)
}

/** A cell as text. @param end as a batch gives it: negative where doubled quotes are inside */
export function cellText(bytes: Buffer, start: number, end: number): string {
  if (end < 0) return decodeText(undouble(bytes, start, -end - 1))
  return isAscii(bytes, start, end)
    ? bytes.toString('latin1', start, end)
    : decodeText(bytes.subarray(start, end))
}

/** For short cells, where a call into native code would cost more. Long ones are left to that. */
function isAscii(bytes: Buffer, from: number, to: number): boolean {
  if (to - from > 64) return false
  let bits = 0
  for (let at = from; at < to; at++) bits |= bytes[at]!
  return bits < 128
}
