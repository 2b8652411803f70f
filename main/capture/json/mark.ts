/**
 * How the documents of a file begin, as its first ones do (layout.ts learns it): `\n  {` where each begins a line of the same
 * indentation, else `,{"first key":`. Valid documents may hold the same inside, if rarely; so marks are looked for only in what a
 * document swallowed that never ends, or is too long for one.
 */

/** Finds marks in a block, each once however often it is asked for. */
export class Marks {
  readonly #mark: string | undefined
  /** Of the mark: bytes before its `{`, and from there on. */
  readonly #before: number
  readonly #behind: number
  /** The first mark behind `#from` begins a document at `#found`. */
  #from = 0
  #found = -1

  constructor(mark: string | undefined) {
    this.#mark = mark
    this.#before = mark?.indexOf('{') ?? 0
    this.#behind = (mark?.length ?? 0) - this.#before
  }

  /** Other bytes follow. */
  clear(): void {
    this.#found = -1
  }

  /** Where the next document begins in bytes[from, end): the place of its `{`; -1 where none does. */
  next(bytes: Buffer, from: number, end: number): number {
    if (this.#mark === undefined) return -1
    if (from < this.#from || from > this.#found) {
      const at = bytes.indexOf(this.#mark, Math.max(0, from - this.#before), 'latin1')
      this.#from = from
      this.#found = at < 0 ? Infinity : at + this.#before
    }
    return this.#found + this.#behind <= end ? this.#found : -1
  }
}

/** Bytes at the end of a file in which its array may be closed. */
const TAIL = 64

/** Where the file's last bytes close its array, and the objects around it, if it is wrapped; -1 where they do not. */
export function closingBracket(bytes: Buffer, from: number, wrapped: boolean): number {
  const start = Math.max(from, bytes.length - TAIL)
  const found = (wrapped ? /\]\s*(?:\}\s*)+$/ : /\]\s*$/).exec(bytes.toString('latin1', start))
  return found ? start + found.index : -1
}

/** The mark of documents of which one stands behind the other like this, or null. @param gap from the last byte of one to the `{` of the next */
export function markOf(gap: string, document: string): string | null {
  if (!/^\s*,?\s*\{$/.test(gap)) return null
  if (gap.includes('\n')) return gap.slice(gap.lastIndexOf('\n'))
  const opening = /^\{\s*"(?:[^"\\]|\\.)*"\s*:/.exec(document)?.[0]
  return gap.includes(',') && opening !== undefined ? gap.slice(0, -1) + opening : null
}
