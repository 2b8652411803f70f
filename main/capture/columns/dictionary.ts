/** Text of a column chunk as codes into a list of distinct values; code 0 is the missing value. See byte-dictionary.ts for CSV. */
import type { Utf8List } from '../../case/evidence/chunks.ts'

/** Codes for values; `values()` gives the list they index, `''` first. */
export interface Dictionary {
  addText(text: string): number
  readonly size: number
  values(): string[]
  /** The same list as bytes, where it is at hand; good until the next value is added. */
  utf8?(): Utf8List | null
  clear(): void
}

/** For readers that have strings already (JSON). */
export class TextDictionary implements Dictionary {
  readonly #codes = new Map<string, number>()

  get size(): number {
    return this.#codes.size
  }

  addText(text: string): number {
    if (text === '') return 0
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.#codes.size + 1
      this.#codes.set(text, code)
    }
    return code
  }

  values(): string[] {
    return ['', ...this.#codes.keys()]
  }

  clear(): void {
    this.#codes.clear()
  }
}
