/**
 * Cuts a stream of JSON into documents with their places, without parsing them. Two ways: by lines (NDJSON), or by structure
 * (elements of an array, or documents one after the other over several lines). However the stream is cut into blocks, the documents are the same.
 *
 * By structure, only strings and brackets are followed. So that one broken document does not swallow those behind it, two things that JSON
 * forbids end what is open: a line end inside a string ends the string; a line that begins with `{` where no object can stand, not
 * indented or less than what is inside the document, ends the document. A document that swallowed others all the same, since it never ends or is over
 * the limit, is read again: it ends where something begins as the file's documents do (mark.ts).
 */
import { closingBracket, Marks } from './mark.ts'
import { MAX_RECORD, RecordList } from '../record-list.ts'
import type { JsonStanding } from '../segments/standing.ts'
import { ArrayTail, isTail } from './tail.ts'

/**
 * `start`: byte of the stream behind the `[` whose elements are the documents. `trailing`: what may stand behind the array.
 * `mark`: how documents begin, see mark.ts.
 */
export type JsonLayout =
  | { kind: 'lines' }
  | { kind: 'array'; start: number; trailing: 'nothing' | 'anything'; mark?: string }
  | { kind: 'documents'; mark?: string }

export interface DocumentBatch {
  bytes: Buffer
  /** Where `bytes` begins in the stream. */
  base: number
  /** Bytes that are done with; the rest comes again in the next batch. */
  passed: number
  records: RecordList
}

const LF = 10
const QUOTE = 34
const COMMA = 44
const ESCAPE = 92
const OPEN = 91
const CLOSE = 93
const BRACE = 123
const COLON = 58
/** `}` */
const END = 125
/** The first byte of the document is no longer held. */
const GONE = -1
/** Levels of brackets whose kind is remembered; what is deeper is refused later. A power of two. */
const LEVELS = 1024
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)
const isBlank = (byte: number): boolean => byte === 32 || byte === 9
/** Place of the last byte before `at` that is no space. */
function lastOf(bytes: Buffer, at: number): number {
  do at--
  while (at > 0 && isSpace(bytes[at]!))
  return at
}

function linesIn(bytes: Buffer, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) if (bytes[at] === LF) lines++
  return lines
}

export class JsonDocuments {
  readonly #layout: JsonLayout
  readonly #marks: Marks
  readonly #limit: number
  readonly #records = new RecordList()
  #carry: Buffer = Buffer.alloc(0)
  #base = 0
  #line = 1
  #place: JsonStanding['place']
  /** Where to be again after the document being read. */
  #home: 'between' | 'behind' = 'between'
  /** Of the document being read: its first byte in `bytes`, its line, its brackets; whether it is over the limit. */
  #start = 0
  #startLine = 1
  #startByte = 0
  #depth = 0
  /** The brackets that are open, from the outermost. */
  readonly #open = new Uint8Array(LEVELS)
  #text: 'out' | 'in' | 'escape' = 'out'
  #passing = false
  readonly #tail = new ArrayTail()
  /** While a document is read again: up to where, and where the next one begins. */
  #again = 0
  #bound = Infinity

  /** @param standing where to begin; undefined: at the beginning of the file, null: before a document */
  constructor(layout: JsonLayout, maxRecord = MAX_RECORD, standing?: JsonStanding | null) {
    this.#layout = layout
    this.#marks = new Marks(layout.kind === 'lines' ? undefined : layout.mark)
    this.#limit = maxRecord
    this.#place = standing?.place ?? (layout.kind === 'array' && standing === undefined ? 'lead' : 'between')
    if (!standing) return
    this.#home = standing.home
    this.#depth = standing.depth
    this.#text = standing.text
    this.#passing = standing.passing
    this.#start = GONE
  }

  /**
   * How the reading stands behind the bytes passed so far, and the lines up to there. An unfinished document is not passed: whoever
   * goes on reads it again.
   */
  standing(): { lines: number; standing: JsonStanding | null } {
    const unfinished = this.#unfinished()
    const place = unfinished ? this.#home : this.#place
    const lines = (unfinished ? this.#startLine : this.#line) - 1
    if (place === 'between' && !this.#passing) return { lines, standing: null }
    const [depth, text] = unfinished ? [0, 'out' as const] : [this.#depth, this.#text]
    return { lines, standing: { place, home: this.#home, depth, text, passing: this.#passing } }
  }

  /** Whether what is being read is needed from its first byte on. */
  #unfinished(): boolean {
    return !this.#passing && (this.#place === 'inside' || this.#place === 'scrap' || this.#place === 'past')
  }

  /** The documents that end in this block. The batch is valid until the next call. */
  push(block: Buffer): DocumentBatch {
    return this.#read(block, false)
  }

  /** What is left when the stream has ended. */
  end(): DocumentBatch {
    return this.#read(Buffer.alloc(0), true)
  }

  /**
   * After the end: where the document begins that never ends, or where the array should have been closed; null when all is
   * closed.
   */
  unclosed(): { byte: number; line: number } | null {
    if (this.#layout.kind !== 'array' || this.#place === 'behind' || this.#place === 'past') return null
    const inside = this.#place === 'inside'
    return inside ? { byte: this.#startByte, line: this.#startLine } : { byte: this.#base, line: this.#line }
  }

  #read(block: Buffer, last: boolean): DocumentBatch {
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, block]) : block
    this.#records.clear()
    const kept =
      this.#layout.kind === 'lines'
        ? this.#readLines(bytes, last)
        : this.#readStructure(bytes, this.#carry.length, last)
    const batch = { bytes, base: this.#base, passed: kept, records: this.#records }
    this.#carry = bytes.subarray(kept)
    this.#base += kept
    return batch
  }

  /** @returns where the unfinished line begins */
  #readLines(bytes: Buffer, last: boolean): number {
    for (let at = 0; ; this.#line++) {
      const stop = bytes.indexOf(LF, at)
      const end = stop < 0 ? bytes.length : stop
      if (this.#passing) {
        if (stop < 0) return bytes.length
        this.#passing = false
      } else if (end - at > this.#limit) {
        this.#refuseLong(at)
        if (stop < 0) {
          this.#passing = true
          return bytes.length
        }
      } else if (stop < 0 && !last) return at
      else this.#addTrimmed(bytes, at, end)
      if (stop < 0) return bytes.length
      at = stop + 1
    }
  }

  #addTrimmed(bytes: Buffer, from: number, to: number): void {
    while (from < to && isSpace(bytes[from]!)) from++
    while (to > from && isSpace(bytes[to - 1]!)) to--
    if (from < to) this.#records.add(from, to, this.#line, null)
  }

  #refuseLong(at: number): void {
    this.#records.add(at, at + this.#limit, this.#line, `longer than ${this.#limit} bytes: passed over`)
  }

  /** @returns where the unfinished document begins */
  #readStructure(bytes: Buffer, fresh: number, last: boolean): number {
    let at = fresh
    this.#marks.clear()
    this.#again = 0
    this.#bound = Infinity
    while (at >= 0) {
      while (at < bytes.length) at = this.#step(bytes, at)
      const far = this.#start + this.#limit
      at = this.#readAgain(bytes, last ? Math.min(far, bytes.length) : far)
    }
    if (!this.#unfinished() || (last && this.#place === 'past')) {
      this.#start = GONE
      return bytes.length
    }
    if (last && this.#endsInside(bytes)) return bytes.length
    if (bytes.length - this.#start > this.#limit) {
      this.#passOver(this.#start)
      this.#start = GONE
      return bytes.length
    }
    const kept = this.#start
    this.#start = 0
    return kept
  }

  /**
   * Where a document swallowed another one, the reading goes back to its first byte, to end it there: one that is open at the end of the file,
   * or over the limit, or no JSON. What is read again depends on the file alone, not on how it is cut into blocks.
   * @param end of what is read again, bytes
   * @returns where to go on; -1: nothing is read again
   */
  #readAgain(bytes: Buffer, end: number): number {
    if (this.#place === 'past') return this.#pastAgain(bytes, end)
    if (this.#place !== 'inside' || this.#passing || this.#start === GONE) return -1
    if (end > bytes.length || end <= this.#again) return -1
    const next = this.#marks.next(bytes, this.#start + 1, end)
    if (next < 0) return -1
    this.#again = end
    this.#bound = next
    this.#line = this.#startLine
    this.#depth = 0
    this.#text = 'out'
    return this.#start
  }

  /** The last document, when all that is wrong with the file is that it never ends. */
  #endsInside(bytes: Buffer): boolean {
    const inArray = this.#layout.kind === 'array'
    const closed = inArray ? this.#closing(bytes) : bytes.length
    if (closed <= this.#start || this.#passing) return false
    const reason = inArray ? 'never ends: the array does' : 'the file ends inside this document'
    this.#records.add(this.#start, inArray ? lastOf(bytes, closed) + 1 : closed, this.#startLine, reason)
    if (inArray) this.#place = 'behind'
    return true
  }

  /** Where the array ends with the file. */
  #closing(bytes: Buffer): number {
    const wrapped = this.#layout.kind === 'array' && this.#layout.trailing === 'anything'
    return closingBracket(bytes, this.#start, wrapped)
  }

  #passOver(from: number): void {
    this.#passing = true
    if (this.#place === 'past') return
    const reason = `longer than ${this.#limit} bytes: passed over`
    this.#records.add(from, from + this.#limit, this.#startLine, reason)
  }

  /** Follows the bytes from `at` up to the next change of place; returns where it stopped. */
  #step(bytes: Buffer, at: number): number {
    if (this.#place === 'inside') return this.#inside(bytes, at)
    if (this.#place === 'scrap') return this.#scrap(bytes, at)
    if (this.#place === 'lead') return this.#lead(bytes, at)
    if (this.#place === 'past') return this.#past(bytes, at)
    const byte = bytes[at]!
    if (byte === LF) this.#line++
    else if (this.#place === 'behind') return this.#behind(bytes, at)
    else if (byte === CLOSE && this.#layout.kind === 'array') this.#place = 'behind'
    else if (byte !== COMMA && !isSpace(byte)) return this.#begin(bytes, at, 'between')
    return at + 1
  }

  /** Up to the array; its place was found before the reading began. */
  #lead(bytes: Buffer, at: number): number {
    const start = this.#layout.kind === 'array' ? this.#layout.start - this.#base : 0
    const stop = Math.min(start, bytes.length)
    for (; at < stop; at++) if (bytes[at] === LF) this.#line++
    if (at === start) this.#place = 'between'
    return at
  }

  /** Behind the array's `]`. Where an object or an array follows, which JSON cannot have there, it was no end. */
  #behind(bytes: Buffer, at: number): number {
    const byte = bytes[at]!
    if (isSpace(byte) || byte === COMMA || byte === CLOSE) return at + 1
    if (byte === BRACE) return this.#begin(bytes, at, 'between')
    if (byte === OPEN) this.#place = 'between'
    else if (this.#layout.kind !== 'array' || this.#layout.trailing === 'nothing')
      return this.#begin(bytes, at, 'behind')
    else return this.#begin(bytes, at, 'behind', 'past')
    return at + 1
  }

  /** Behind the array, in the objects around it: up to an object where JSON has none, which shows that the array had not ended. */
  #past(bytes: Buffer, from: number): number {
    const found = this.#passing ? bytes.length : this.#tail.follow(bytes, from, this.#start + this.#limit)
    this.#line += linesIn(bytes, from, found)
    return found === bytes.length ? found : this.#goOnAt(bytes, found)
  }

  /** Ends what stands behind the array before the document at `at`: the array goes on. */
  #goOnAt(bytes: Buffer, at: number): number {
    this.#close(bytes, lastOf(bytes, at) + 1, null)
    return this.#begin(bytes, at, 'between')
  }

  /** What stands behind the array and is no JSON is read again if documents seem to begin in it, from the first of those on. */
  #pastAgain(bytes: Buffer, end: number): number {
    if (end > bytes.length || this.#passing) return -1
    const next = this.#marks.next(bytes, this.#start + 1, end)
    if (next < 0 || isTail(bytes.toString('utf8', this.#start, end))) return -1
    this.#line = this.#startLine + linesIn(bytes, this.#start, next)
    return this.#goOnAt(bytes, next)
  }

  #begin(bytes: Buffer, at: number, home: 'between' | 'behind', place?: 'past'): number {
    const byte = bytes[at]!
    this.#home = home
    this.#place = place ?? (byte === BRACE || byte === OPEN ? 'inside' : 'scrap')
    this.#start = at
    this.#startLine = this.#line
    this.#startByte = this.#base + at
    this.#depth = 0
    this.#text = 'out'
    this.#passing = false
    this.#tail.begin()
    if (this.#bound <= at) {
      const next = this.#marks.next(bytes, at + 1, this.#again)
      this.#bound = next < 0 ? Infinity : next
    }
    return at
  }

  /** Inside a document: up to the bracket that closes it. */
  #inside(bytes: Buffer, from: number): number {
    let text = this.#text
    let depth = this.#depth
    let at = from
    const stop = Math.min(bytes.length, this.#bound)
    for (; at < stop; at++) {
      const byte = bytes[at]!
      if (text === 'in') {
        if (byte === QUOTE) text = 'out'
        else if (byte === ESCAPE) text = 'escape'
        else if (byte === LF) {
          text = 'out'
          this.#line++
        }
      } else if (text === 'escape') {
        text = byte === LF ? 'out' : 'in'
        if (byte === LF) this.#line++
      } else if (byte === QUOTE) text = 'in'
      else if (byte === BRACE || byte === OPEN) {
        if (byte === BRACE && depth > 0 && this.#beginsAnew(bytes, at, depth)) {
          return this.#breakOff(bytes, at)
        }
        this.#open[depth & (LEVELS - 1)] = byte
        depth++
      } else if (byte === LF) this.#line++
      else if ((byte === CLOSE || byte === END) && --depth === 0) {
        const again = this.#close(bytes, at + 1, null)
        return again < 0 ? at + 1 : again
      }
    }
    this.#text = text
    this.#depth = depth
    return at < bytes.length ? this.#breakOff(bytes, at) : at
  }

  /** Ends the document before the one that begins at `at`. */
  #breakOff(bytes: Buffer, at: number): number {
    const reason = `never ends: another document begins on line ${this.#line}`
    const again = this.#close(bytes, lastOf(bytes, at) + 1, reason)
    return again < 0 ? at : again
  }

  /**
   * Whether the `{` at `at`, inside a document, can only be the next one's: it begins a line, JSON has no object there, and it is
   * not indented, or less than what is inside the document.
   */
  #beginsAnew(bytes: Buffer, at: number, depth: number): boolean {
    let line = at
    while (line > 0 && isBlank(bytes[line - 1]!)) line--
    if (line === 0 || bytes[line - 1] !== LF) return false
    if (this.#passing || at - this.#start > this.#limit) return false
    const before = bytes[lastOf(bytes, line)]
    const inArray = this.#open[(depth - 1) & (LEVELS - 1)] === OPEN
    if (inArray ? before === COMMA || before === OPEN : before === COLON) return false
    if (at === line) return true
    const second = bytes.indexOf(LF, this.#start) + 1
    let inner = second
    while (isBlank(bytes[inner]!)) inner++
    return second === line || at - line < inner - second
  }

  /** What is neither object nor array: its first byte, whatever that is, and up to the next comma, line end or bracket. */
  #scrap(bytes: Buffer, from: number): number {
    for (let at = Math.max(from, this.#start + 1); at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte !== COMMA && byte !== LF && byte !== CLOSE) continue
      this.#close(bytes, at, 'no JSON object')
      return at
    }
    return bytes.length
  }

  /** @returns where to read again; -1 to go on */
  #close(bytes: Buffer, end: number, reason: string | null): number {
    const long = end - this.#start > this.#limit && !this.#passing
    const broken = long || this.#swallowed(bytes, end, reason === null)
    const again = broken ? this.#readAgain(bytes, Math.min(end, this.#start + this.#limit)) : -1
    if (again >= 0) return again
    if (this.#home === 'behind') reason = 'stands behind the end of the array'
    if (long) this.#passOver(this.#start)
    else if (!this.#passing) this.#records.add(this.#start, end, this.#startLine, reason)
    this.#passing = false
    this.#place = this.#home
    return -1
  }

  /** Whether another document seems to begin in the one that ends here, and it is no JSON: brackets or quotes are lost in it. */
  #swallowed(bytes: Buffer, end: number, closed: boolean): boolean {
    if (this.#passing || this.#marks.next(bytes, this.#start + 1, end) < 0) return false
    return !closed || !isJson(bytes.toString('utf8', this.#start, end))
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
