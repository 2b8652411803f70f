/** Strings of a JSON document that do not stand in it as they mean: with escapes, or put together of several. As UTF-8, one behind the other. */
const ESCAPES: Record<string, number> = { '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }
/** By the byte behind the backslash; 0 for none. */
const MEANING = new Uint8Array(256)
for (const [letter, byte] of Object.entries(ESCAPES)) MEANING[letter.charCodeAt(0)] = byte
const U = 117
const LF = 10

export class JsonText {
  bytes: Buffer
  view: DataView
  length = 0

  constructor(size: number) {
    this.bytes = Buffer.alloc(size)
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, size)
  }

  /** A line end, between the values of an array. */
  addBreak(): void {
    this.bytes[this.length++] = LF
  }

  add(from: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at++) this.bytes[this.length++] = from[at]!
  }

  /**
   * What from[start, end) means, whose escapes are at positions[first, last).
   * @returns false when one is no escape, or half of a surrogate pair
   */
  addEscaped(
    from: Buffer,
    start: number,
    end: number,
    positions: Int32Array,
    first: number,
    last: number,
  ): boolean {
    let at = start
    for (let i = first; i < last; i++) {
      const slash = positions[i]!
      this.add(from, at, slash)
      const letter = from[slash + 1]!
      at = slash + 2
      if (MEANING[letter] !== 0) this.bytes[this.length++] = MEANING[letter]!
      else if (letter !== U || at + 4 > end || !this.#addUnit(from, at)) return false
      else at += 4
    }
    this.add(from, at, end)
    return true
  }

  /** One to three bytes for four hexadecimal digits. */
  #addUnit(from: Buffer, at: number): boolean {
    let unit = 0
    for (let i = 0; i < 4; i++) {
      const digit = hexadecimal(from[at + i]!)
      if (digit < 0) return false
      unit = unit * 16 + digit
    }
    if (unit >= 0xd800 && unit <= 0xdfff) return false
    const { bytes } = this
    if (unit < 0x80) bytes[this.length++] = unit
    else if (unit < 0x800) bytes[this.length++] = 0xc0 | (unit >> 6)
    else {
      bytes[this.length++] = 0xe0 | (unit >> 12)
      bytes[this.length++] = 0x80 | ((unit >> 6) & 63)
    }
    if (unit >= 0x80) bytes[this.length++] = 0x80 | (unit & 63)
    return true
  }
}

function hexadecimal(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
