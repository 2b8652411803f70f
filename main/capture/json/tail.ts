/**
 * What stands behind the array of documents, in the objects around it: `"total": 3, "fields": [{…}]}`. An array can seem to end where a
 * broken document lost a bracket; then documents follow. That shows in an object where JSON can have none, or, where brackets hide
 * that, in an end of the file that is no JSON.
 */

const LF = 10
const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN = 91
const ESCAPE = 92
const CLOSE = 93
const BRACE = 123
const END = 125
/** Levels of brackets whose kind is remembered. A power of two. */
const LEVELS = 1024
/** Objects around an array, at most. */
const AROUND = 3
/** How a text goes on behind these bytes inside it. */
const AFTER_IN: Record<number, 'out' | 'escape'> = { [QUOTE]: 'out', [ESCAPE]: 'escape' }
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

/** Follows strings and brackets behind an array. */
export class ArrayTail {
  readonly #open = new Uint8Array(LEVELS)
  #depth = 0
  #text: 'out' | 'in' | 'escape' = 'out'
  /** The last byte that is no space. */
  #before = 0

  begin(): void {
    this.#depth = 0
    this.#text = 'out'
    this.#before = 0
  }

  /** @returns where an object begins that JSON cannot have there, not behind `most`; else the end of the bytes */
  follow(bytes: Buffer, from: number, most: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte === LF) this.#text = 'out'
      if (isSpace(byte)) continue
      if (this.#text !== 'out') this.#text = this.#text === 'escape' ? 'in' : (AFTER_IN[byte] ?? 'in')
      else if (byte === BRACE && at <= most && !this.#mayOpen()) return at
      else if (byte === BRACE || byte === OPEN) this.#open[this.#depth++ & (LEVELS - 1)] = byte
      else if ((byte === CLOSE || byte === END) && this.#depth > 0) this.#depth--
      else if (byte === QUOTE) this.#text = 'in'
      this.#before = byte
    }
    return bytes.length
  }

  #mayOpen(): boolean {
    const inArray = this.#depth > 0 && this.#open[(this.#depth - 1) & (LEVELS - 1)] === OPEN
    return inArray ? this.#before === COMMA || this.#before === OPEN : this.#before === COLON
  }
}

/** Whether this is how the objects around an array end, from the first byte behind it and its comma. */
export function isTail(text: string): boolean {
  for (let around = 0; around < AROUND; around++) {
    try {
      JSON.parse(`${'{"":'.repeat(around)}{${text}`)
      return true
    } catch {
      // With one object more around it, perhaps.
    }
  }
  return false
}
