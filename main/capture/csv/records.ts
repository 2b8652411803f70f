/**
 * CSV records from a stream of blocks, with their places. However the stream is cut into blocks, the records are the same.
 *
 * A record that does not fit is set aside with its place and the reason, and reading goes on:
 * - too few or too many cells: the record, or only its first line when the line after it is a good row by itself (then the
 *   record is long because of a quote that was never closed, and the rows it swallowed are won back);
 * - text behind a closing quote, a quote never closed, a record over the limit: its first line; reading resumes on the next.
 */
import { CsvBatch } from './batch.ts'
import type { CsvKernel } from './kernel.ts'
import { COMMENT, CsvScanner, type CsvDialect } from './scan.ts'
import { MAX_RECORD } from '../record-list.ts'
import type { CsvStanding } from '../segments/standing.ts'

export interface CsvOptions {
  dialect: CsvDialect
  /** Cells of a good record. */
  width: number
  /** Records at the beginning that are no rows: the header. */
  skip: number
  /** The reading begins inside a line over the limit. */
  passing?: boolean
  /** Byte of the file that the reading begins with; null where bytes here are not those of the file (UTF-16). */
  base?: number | null
  maxRecord?: number
  /** Reads ordinary records, and cells as numbers on the way. */
  kernel?: CsvKernel | null
}

export class CsvRecords {
  readonly #options: Required<CsvOptions>
  readonly #scanner: CsvScanner
  readonly #trial: CsvScanner
  /** Where the reading stands in the bytes at hand; and whether they end inside a record. */
  readonly #batch: CsvBatch
  #at = 0
  #waits = false
  #zeros = false
  #base = 0
  #line = 1
  #skip: number
  /** Inside a line over the limit: everything up to its end is passed over. */
  #passing: boolean

  constructor(options: CsvOptions) {
    this.#options = { maxRecord: MAX_RECORD, passing: false, base: 0, kernel: null, ...options }
    this.#skip = options.skip
    this.#passing = this.#options.passing
    this.#scanner = new CsvScanner(options.dialect, options.width, options.kernel?.numbers)
    this.#batch = new CsvBatch(this.#options.kernel)
    this.#trial = new CsvScanner(options.dialect, options.width)
  }

  /** How the reading stands behind the bytes passed so far, and the lines up to there. */
  standing(): { lines: number; standing: CsvStanding | null } {
    const standing = this.#skip > 0 || this.#passing ? { skip: this.#skip, passing: this.#passing } : null
    return { lines: this.#line - 1, standing }
  }

  /**
   * The records that end in this block, or the first of them. The batch is valid until the next call.
   * @param stretch bytes after which a batch may end; then {@link more} gives the next
   */
  push(block: Buffer, stretch = Infinity): CsvBatch {
    this.#join(block)
    return this.#read(stretch, false)
  }

  /** The next records of the block, or null when it has been read. */
  more(stretch: number): CsvBatch | null {
    return this.#waits || this.#at >= this.#batch.bytes.length ? null : this.#read(stretch, false)
  }

  /** What is left when the stream has ended. */
  end(): CsvBatch {
    this.#join(Buffer.alloc(0))
    return this.#read(Infinity, true)
  }

  #read(stretch: number, last: boolean): CsvBatch {
    const { kernel } = this.#options
    const { numbers } = this.#batch
    this.#batch.begin(this.#base)
    numbers?.begin()
    this.#waits = false
    const stop = Math.min(this.#batch.bytes.length, this.#at + stretch)
    while (this.#at < stop) {
      if (kernel) {
        this.#readOrdinary(kernel, stop)
        if (this.#at >= stop || this.#batch.rows === kernel.rows) break
      }
      const next = this.#passing ? this.#pass(this.#at) : this.#record(this.#at, last, this.#zeros)
      this.#waits = next < 0
      if (this.#waits) break
      this.#at = next
    }
    // Half a record was looked at.
    if (this.#waits) numbers?.spoil()
    this.#batch.passed = this.#at
    return this.#batch
  }

  /** Passes the records that are as they should be. */
  #readOrdinary(kernel: CsvKernel, stop: number): void {
    if (this.#passing || this.#skip > 0 || this.#zeros) return
    const batch = this.#batch
    const before = batch.records.count
    const { at, line } = kernel.read(this.#at, stop, batch.rows, this.#line, batch.records)
    batch.rows += batch.records.count - before
    this.#at = at
    this.#line = line
  }

  /** Goes on with what was not passed, and the block behind it. */
  #join(block: Buffer): void {
    const rest = this.#batch.bytes.subarray(this.#at)
    this.#base += this.#at
    this.#batch.load(rest, block)
    this.#zeros = this.#batch.bytes.includes(0)
    this.#at = 0
  }

  /** Reads the record at `at`; answers where the next begins, or -1 when bytes are missing. */
  #record(at: number, last: boolean, zeros: boolean): number {
    const { bytes, view } = this.#batch
    const scan = this.#scanner
    if (this.#options.dialect.plain && bytes[at] === COMMENT) return this.#comment(at, last)
    this.#aim()
    const found = scan.scan(bytes, at, bytes.length, last, view)
    const limit = this.#options.maxRecord
    if (found === 'incomplete') return bytes.length - at > limit + 2 ? this.#refuseLong(at) : -1
    if (found === 'after-quote') {
      if (scan.quote - at > limit) return this.#refuseLong(at)
      return this.#refuseLine(at, last, `text follows the closing quote${this.#atQuote()}`)
    }
    if (found === 'open-quote') {
      return this.#refuseLine(at, last, `the quote opened${this.#atQuote()} is never closed`)
    }
    if (scan.end - at > limit) return this.#refuseLong(at)
    if (scan.end === at) this.#line++
    else if (this.#skip > 0) {
      this.#skip--
      this.#batch.numbers?.spoil()
      this.#line += scan.lines + 1
    } else return this.#take(at, last, zeros)
    return scan.next
  }

  /** A line about the file, not of it. */
  #comment(at: number, last: boolean): number {
    const { bytes } = this.#batch
    const stop = bytes.indexOf(this.#options.dialect.newline, at)
    if (stop < 0 && !last) return bytes.length - at > this.#options.maxRecord + 2 ? this.#refuseLong(at) : -1
    this.#line++
    return stop < 0 ? bytes.length : stop + 1
  }

  #atQuote(): string {
    const { base } = this.#options
    return base === null ? '' : ` at byte ${base + this.#base + this.#scanner.quote}`
  }

  /** A whole record: kept when it has the right number of cells. */
  #take(at: number, last: boolean, zeros: boolean): number {
    const { bytes } = this.#batch
    const { cells, end, next, lines } = this.#scanner
    const { width } = this.#options
    let reason: string | null = null
    if (cells !== width) {
      if (lines > 0 && this.#nextLineFits(at, end)) {
        return this.#refuseLine(
          at,
          last,
          `a quote in this line is not closed before the next row (${counted(cells, width)})`,
        )
      }
      const cut = last && next === bytes.length && bytes[next - 1] !== this.#options.dialect.newline
      reason = counted(cells, width) + (cut && cells < width ? '; the file ends inside this row' : '')
    } else if (zeros && bytes.subarray(at, end).includes(0)) reason = 'holds NUL bytes: damaged'
    // The scanner has put the cells where they belong: the next record comes behind them.
    if (reason === null) this.#batch.rows++
    this.#add(at, end, reason)
    this.#line += lines + 1
    return next
  }

  /** Lets the scanner write the next record's cells behind those of the good records before. */
  #aim(): void {
    const batch = this.#batch
    const scan = this.#scanner
    const { width } = this.#options
    scan.first = batch.rows * width
    batch.reserve(scan.first + width)
    scan.starts = batch.starts
    scan.ends = batch.ends
  }

  #add(from: number, to: number, reason: string | null): void {
    this.#batch.records.add(from, to, this.#line, reason)
    if (reason !== null) this.#batch.numbers?.spoil()
  }

  /** Whether the second line of a record, read by itself, is a row as it should be. */
  #nextLineFits(at: number, end: number): boolean {
    const { bytes } = this.#batch
    const second = bytes.indexOf(this.#options.dialect.newline, at) + 1
    const found = this.#trial.scan(bytes, second, end, true)
    return found === 'record' && this.#trial.cells === this.#options.width
  }

  /** Gives up only the line that begins at `at`; reading resumes on the next one. */
  #refuseLine(at: number, last: boolean, reason: string): number {
    const { bytes } = this.#batch
    const { newline } = this.#options.dialect
    const stop = bytes.indexOf(newline, at)
    if (stop < 0 && !last) return bytes.length - at > this.#options.maxRecord + 2 ? this.#refuseLong(at) : -1
    const end = stop < 0 ? bytes.length : stop
    if (end - at > this.#options.maxRecord) return this.#refuseLong(at)
    this.#skip = Math.max(0, this.#skip - 1)
    this.#add(at, newline === 10 && end > at && bytes[end - 1] === 13 ? end - 1 : end, reason)
    this.#line++
    return stop < 0 ? bytes.length : stop + 1
  }

  /** A record over the limit: its first line goes, at most `maxRecord` bytes of it are accounted for. */
  #refuseLong(at: number): number {
    const { maxRecord, dialect } = this.#options
    const { bytes } = this.#batch
    const stop = bytes.subarray(at, at + maxRecord).indexOf(dialect.newline)
    const reason = `longer than ${maxRecord} bytes`
    if (stop >= 0) {
      this.#add(at, at + stop, `${reason}: a quote in this line is never closed`)
      this.#line++
      return at + stop + 1
    }
    this.#add(at, at + maxRecord, `${reason}: passed over up to the end of the line`)
    this.#passing = true
    return at + maxRecord
  }

  #pass(at: number): number {
    const stop = this.#batch.bytes.indexOf(this.#options.dialect.newline, at)
    if (stop < 0) return this.#batch.bytes.length
    this.#passing = false
    this.#line++
    return stop + 1
  }
}

const counted = (cells: number, width: number): string =>
  `${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${width}`
