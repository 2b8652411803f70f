/** Different texts of a column, counted over the parts of a file as long as there are not too many. */
import type { Utf8List } from '../../case/evidence/chunks.ts'
import { ByteDictionary } from './byte-dictionary.ts'
import { MOST_CHARACTERS, MOST_DISTINCT } from './builder.ts'
import type { TextKernel } from './text-kernel.ts'

export class DistinctTexts {
  readonly #dictionary: ByteDictionary

  /** @param kernel in whose memory they are kept; one may serve many columns */
  constructor(kernel: TextKernel) {
    this.#dictionary = new ByteDictionary(kernel)
  }

  get size(): number {
    return this.#dictionary.size
  }

  /** Adds the texts of a list. @returns false when there are too many */
  add(list: Utf8List): boolean {
    this.#dictionary.addList(list)
    return this.size <= MOST_DISTINCT && this.#dictionary.fits(MOST_CHARACTERS)
  }
}
