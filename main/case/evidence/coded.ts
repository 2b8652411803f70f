/** Dictionary-coded text over many chunks: dictionaries are merged, codes rewritten. */

/** As narrow as the number of values allows: at 12 million events each byte of a code is 12 MB to fill and to read through. */
export type Codes = Uint8Array | Uint16Array | Uint32Array

/** One text per row: values[codes[i]]. Code 0 is missing; values[0] is ''. Values are distinct. */
export interface Coded {
  codes: Codes
  values: string[]
}

/** Collects the texts of rows, chunk by chunk, under one dictionary. Rows never given stay missing. */
class CodesBuilder<C extends Codes> {
  protected codes: C
  readonly #values: string[] = ['']
  readonly #known = new Map<string, number>([['', 0]])

  constructor(codes: C) {
    this.codes = codes
  }

  /** The code of `value`, new or known. */
  code(value: string): number {
    let code = this.#known.get(value)
    if (code === undefined) {
      code = this.#values.push(value) - 1
      this.#known.set(value, code)
      this.makeRoom(code)
    }
    return code
  }

  /** Row `at + i` gets values[codes[i]]; only values that are used enter the dictionary. */
  addCoded(at: number, codes: Codes, values: readonly string[]): void {
    const merged = mergedCodes(codes, values, (value) => this.code(value))
    recode(codes, merged, this.codes.subarray(at, at + codes.length))
  }

  /** Row `at + i` gets text(data[i]), which is asked once per distinct value; '' is missing. */
  addValues(at: number, data: ArrayLike<number>, text: (value: number) => string): void {
    const seen = new Map<number, number>()
    const codes = new Uint32Array(data.length)
    for (let i = 0; i < data.length; i++) {
      const value = data[i]!
      let code = seen.get(value)
      if (code === undefined) seen.set(value, (code = this.code(text(value))))
      codes[i] = code
    }
    this.codes.set(codes, at)
  }

  finish(): { codes: C; values: string[] } {
    return { codes: this.codes, values: this.#values }
  }

  /** Sees to it that rows can have this code. */
  protected makeRoom(_code: number): void {}
}

/** With codes of four bytes. */
export class CodedBuilder extends CodesBuilder<Uint32Array> {
  constructor(rows: number) {
    super(new Uint32Array(rows))
  }
}

/** With codes of one byte until there are more values than that, then of two, then of four. */
export class NarrowBuilder extends CodesBuilder<Codes> {
  constructor(rows: number) {
    super(new Uint8Array(rows))
  }

  protected override makeRoom(code: number): void {
    if (code >= 256 ** this.codes.BYTES_PER_ELEMENT) this.codes = widened(this.codes)
  }
}

function widened(codes: Codes): Codes {
  return codes instanceof Uint8Array ? new Uint16Array(codes) : new Uint32Array(codes)
}

/** What each code of a chunk is in the merged dictionary: values enter it as rows use them first; those of no row never. */
function mergedCodes(
  codes: Codes,
  values: readonly string[],
  codeOf: (value: string) => number,
): Uint32Array {
  const merged = new Uint32Array(values.length)
  const known = new Uint8Array(values.length)
  known[0] = 1
  let left = values.length - 1
  for (let i = 0; i < codes.length && left > 0; i++) {
    const code = codes[i]!
    if (known[code] === 1) continue
    known[code] = 1
    merged[code] = codeOf(values[code]!)
    left--
  }
  return merged
}

function recode(codes: Codes, merged: Uint32Array, to: Codes): void {
  for (let i = 0; i < codes.length; i++) to[i] = merged[codes[i]!]!
}
