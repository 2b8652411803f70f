/** Dictionary-coded text over many chunks: dictionaries are merged, codes rewritten. */

/** One text per row: values[codes[i]]. Code 0 is missing; values[0] is ''. Values are distinct. */
export interface Coded {
  codes: Uint32Array
  values: string[]
}

/** Collects the texts of `rows` rows, chunk by chunk, under one dictionary. Rows never given stay missing. */
export class CodedBuilder {
  readonly #codes: Uint32Array
  readonly #values: string[] = ['']
  readonly #known = new Map<string, number>([['', 0]])

  constructor(rows: number) {
    this.#codes = new Uint32Array(rows)
  }

  /** The code of `value`, new or known. */
  code(value: string): number {
    let code = this.#known.get(value)
    if (code === undefined) {
      code = this.#values.push(value) - 1
      this.#known.set(value, code)
    }
    return code
  }

  /** Row `at + i` gets values[codes[i]]; only values that are used enter the dictionary. */
  addCoded(at: number, codes: Uint32Array, values: readonly string[]): void {
    const remap = new Int32Array(values.length).fill(-1)
    remap[0] = 0
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!
      let merged = remap[code]!
      if (merged < 0) remap[code] = merged = this.code(values[code]!)
      this.#codes[at + i] = merged
    }
  }

  /** Row `at + i` gets text(data[i]), which is asked once per distinct value; '' is missing. */
  addValues(at: number, data: ArrayLike<number>, text: (value: number) => string): void {
    const seen = new Map<number, number>()
    for (let i = 0; i < data.length; i++) {
      const value = data[i]!
      let code = seen.get(value)
      if (code === undefined) seen.set(value, (code = this.code(text(value))))
      this.#codes[at + i] = code
    }
  }

  finish(): Coded {
    return { codes: this.#codes, values: this.#values }
  }
}
