/** What a search that still runs has found: how many events, and the first of them as rows. */
import type { EventRow } from '../../../preload/contract/events.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { countOnes } from './ones.ts'
import { rowSteps } from './page.ts'
import type { Matched, SelectionInput, SelectionPoint } from './selection.ts'
import { breathing } from './steps.ts'

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

  /** One at a time. */
  async of({ matched, seen }: SelectionPoint): Promise<{ matched: number; rows: EventRow[] }> {
    this.#seen = Math.max(this.#seen, matched.from)
    const { from, to } = this.#input
    if (from === null && to === null) this.#countAll(matched, seen)
    else this.#countInRange(matched, seen, from ?? -Infinity, to ?? Infinity)
    this.#seen = Math.max(this.#seen, seen)
    const fresh = this.#ids.slice(this.#rows.length)
    if (fresh.length > 0)
      this.#rows.push(...(await breathing(rowSteps(this.#case, this.#core, fresh, this.#input))))
    return { matched: this.#matched, rows: this.#rows }
  }

  #countAll({ from, bytes }: Matched, seen: number): void {
    const fresh = bytes.subarray(this.#seen - from, Math.max(this.#seen, seen) - from)
    this.#matched += countOnes(fresh)
    let at = fresh.indexOf(1)
    for (; at >= 0 && this.#ids.length < MOST_ROWS; at = fresh.indexOf(1, at + 1))
      this.#ids.push(this.#seen + at)
  }

  #countInRange({ from, bytes }: Matched, seen: number, first: number, last: number): void {
    const { time } = this.#core
    for (let event = this.#seen; event < seen; event++) {
      if (bytes[event - from] !== 1 || !(time[event]! >= first && time[event]! <= last)) continue
      this.#matched++
      if (this.#ids.length < MOST_ROWS) this.#ids.push(event)
    }
  }
}
