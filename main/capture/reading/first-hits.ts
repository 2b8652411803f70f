/** What a search that still runs has found: how many events, and the first of them as rows. */
import type { EventRow } from '../../../preload/contract/events.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { eventRows } from './page.ts'
import type { SelectionInput, SelectionPoint } from './selection.ts'

const MOST_ROWS = 200

export class FirstHits {
  readonly #case: CaseFile
  readonly #core: EventCore
  readonly #input: SelectionInput
  readonly #ids: number[] = []
  #rows: EventRow[] = []
  #seen = 0
  #matched = 0

  constructor(c: CaseFile, core: EventCore, input: SelectionInput) {
    this.#case = c
    this.#core = core
    this.#input = input
  }

  of({ matched, seen }: SelectionPoint): { matched: number; rows: EventRow[] } {
    const { time } = this.#core
    const { from, to } = this.#input
    this.#seen = Math.max(this.#seen, matched.from)
    for (; this.#seen < seen; this.#seen++) {
      if (matched.bytes[this.#seen - matched.from] !== 1) continue
      const at = time[this.#seen]!
      if ((from !== null && !(at >= from)) || (to !== null && !(at <= to))) continue
      this.#matched++
      if (this.#ids.length < MOST_ROWS) this.#ids.push(this.#seen)
    }
    if (this.#rows.length < this.#ids.length)
      this.#rows.push(...eventRows(this.#case, this.#core, this.#ids.slice(this.#rows.length), this.#input))
    return { matched: this.#matched, rows: this.#rows }
  }
}
