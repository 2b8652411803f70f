/**
 * Finds one CSV record in bytes: where its cells begin and end. RFC 4180 with two freedoms that real exports take: a quote
 * inside an unquoted cell is an ordinary character, and any of LF, CRLF or CR ends a line (CR alone only in files that use nothing else).
 * No cell is copied or decoded here, but numbers may be read on the way (number.ts).
 */
import type { CsvNumbers } from './number.ts'

const QUOTE = 34
const LF = 10
const CR = 13
/** `#` */
export const COMMENT = 35

export interface CsvDialect {
  /** Byte between cells: comma, tab, semicolon or pipe. */
  delimiter: number
  /** Byte that ends a line; a CR before an LF belongs to the line end. */
  newline: 10 | 13
  /** Zeek's: quotes are ordinary characters, and lines that begin with `#` are no rows. */
  plain?: boolean
}

/** How a scan ended: a whole record, bytes still missing, text behind a closing quote, or the file's end inside quotes. */
export type ScanEnd = 'record' | 'incomplete' | 'after-quote' | 'open-quote'

/** Scans records; the public fields describe the last one. Made once per reading and used for every record. */
export class CsvScanner {
  /**
   * Per cell, from place `first` on: first byte and the byte after the last; ends are negative (`-end - 1`) when doubled quotes
   * are inside. The user may give other arrays, with room for `width` cells behind `first`.
   */
  starts: Int32Array
  ends: Int32Array
  first = 0
  /** Cells found, also those beyond `width`. */
  cells = 0
  /** After the record's last byte, without its line end; and where the next record begins. */
  end = 0
  next = 0
  /** Line ends inside quoted cells. */
  lines = 0
  /** The quote that matters for `after-quote` and `open-quote`. */
  quote = 0
  readonly #dialect: CsvDialect
  readonly #width: number
  readonly #numbers: CsvNumbers | null

  /**
   * @param width cells to keep of a record
   * @param numbers reads cells as numbers on the way, where it is asked to
   */
  constructor(dialect: CsvDialect, width: number, numbers: CsvNumbers | null = null) {
    this.#dialect = dialect
    this.#width = width
    this.#numbers = numbers
    this.starts = new Int32Array(width)
    this.ends = new Int32Array(width)
  }

  /**
   * @param to where the known bytes end
   * @param last no bytes will follow: the record may end there
   * @param view of the same bytes, for speed
   */
  scan(bytes: Uint8Array, from: number, to: number, last: boolean, view?: DataView): ScanEnd {
    const { delimiter, newline, plain } = this.#dialect
    const quote = plain ? -1 : QUOTE
    const top = delimiter > CR ? delimiter : CR
    const numbers = this.#numbers
    this.cells = 0
    this.lines = 0
    let at = from
    for (;;) {
      if (at < to && bytes[at] === quote) {
        const found = this.#quoted(bytes, at, to, last, view)
        if (found !== 'record') return found
        at = this.next
      } else {
        const start = at
        while (at < to) {
          const byte = bytes[at]!
          if (byte <= top && (byte === delimiter || byte === newline)) break
          at++
        }
        if (at === to && !last) return 'incomplete'
        if (numbers !== null && this.cells < this.#width && numbers.wants(this.cells))
          this.#number(bytes, start, at, at < to)
        this.#keep(start, at)
      }
      if (at < to && bytes[at] === delimiter) {
        at++
        continue
      }
      return this.#finish(bytes, from, at, to)
    }
  }

  /** @param ended a byte follows; a CR before a line end is not part of the cell */
  #number(bytes: Uint8Array, start: number, end: number, ended: boolean): void {
    const crlf = ended && this.#dialect.newline === LF && bytes[end] === LF && bytes[end - 1] === CR
    const to = crlf && end > start ? end - 1 : end
    this.#numbers?.read(bytes as Buffer, start, to, this.first + this.cells, this.cells)
  }

  #keep(start: number, end: number): void {
    if (this.cells < this.#width) {
      this.starts[this.first + this.cells] = start
      this.ends[this.first + this.cells] = end
    }
    this.cells++
  }

  /** Ends the record at a line end or the end of the bytes; a CR before the LF is not part of the last cell. */
  #finish(bytes: Uint8Array, from: number, at: number, to: number): ScanEnd {
    this.next = at < to ? at + 1 : to
    this.end = at
    if (this.#dialect.newline === LF && at > from && at < to && bytes[at - 1] === CR) {
      this.end = at - 1
      const cell = this.first + this.cells - 1
      if (this.cells <= this.#width && this.ends[cell] === at) this.ends[cell] = at - 1
    }
    return 'record'
  }

  /** A cell in quotes that begins at `open`; leaves the place behind it (delimiter, line end or end) in `next`. */
  #quoted(bytes: Uint8Array, open: number, to: number, last: boolean, view?: DataView): ScanEnd {
    const { delimiter, newline } = this.#dialect
    let doubled = false
    let at = open + 1
    this.quote = open
    for (;;) {
      if (view) at = plainUntil(view, at, to, newline)
      while (at < to && bytes[at] !== QUOTE) {
        if (bytes[at] === newline) this.lines++
        at++
      }
      if (at === to) return last ? 'open-quote' : 'incomplete'
      const close = at++
      if (at === to && !last) return 'incomplete'
      const after = at < to ? bytes[at]! : newline
      if (after === QUOTE) {
        doubled = true
        at++
        continue
      }
      this.#numbers?.refuse(this.cells)
      this.#keep(open + 1, doubled ? -close - 1 : close)
      this.next = at
      if (after === delimiter || after === newline) return 'record'
      if (after === CR && newline === LF) {
        if (at + 1 === to && !last) return 'incomplete'
        this.next = at + 1
        if (at + 1 === to || bytes[at + 1] === LF) return 'record'
      }
      this.quote = close
      return 'after-quote'
    }
  }
}

/**
 * Skips bytes that are neither quote nor line end, four at a step (the "has zero byte" trick of Mycroft).
 * @returns at most three bytes before the first of them, or before `to`
 */
function plainUntil(view: DataView, from: number, to: number, newline: number): number {
  const lines = newline * 0x01010101
  let at = from
  for (; at + 4 <= to; at += 4) {
    const word = view.getInt32(at, true)
    const quote = word ^ 0x22222222
    const line = word ^ lines
    const found = ((quote - 0x01010101) & ~quote) | ((line - 0x01010101) & ~line)
    if ((found & 0x80808080) !== 0) break
  }
  return at
}
