/** Places of records in the original file, from their places in a block of UTF-8. */
import type { Rejected } from '../../preload/contract/evidence.ts'
import { decodeText, type Transcoder } from './encoding.ts'
import type { RecordList } from './record-list.ts'

interface Batch {
  bytes: Buffer
  base: number
  passed: number
  records: RecordList
}
export interface Place {
  byte: number
  length: number
}
/** Characters of a refused row that are kept. */
const EXCERPT = 200

export class Places {
  readonly #map: Transcoder

  constructor(map: Transcoder) {
    this.#map = map
  }

  /** Place of record `i`; every record must be asked for, in order. */
  next({ bytes, base, records }: Batch, i: number): Place {
    const byte = this.#map.original(bytes, base, records.from[i]!)
    return { byte, length: this.#map.original(bytes, base, records.to[i]!) - byte }
  }

  /** Where the reading stands once all records of the batch are done. */
  passed({ bytes, base, passed }: Batch): number {
    return this.#map.original(bytes, base, passed)
  }

  /** What the case keeps of record `i` if it was refused; else null. `reason` refuses it now. */
  refusal(
    { bytes, records }: Batch,
    i: number,
    place: Place,
    reason = records.refused.get(i),
  ): Rejected | null {
    if (reason === undefined) return null
    const from = records.from[i]!
    let to = Math.min(records.to[i]!, from + 4 * EXCERPT)
    // Not in the middle of a character.
    while (to < records.to[i]! && to > from && (bytes[to]! & 0xc0) === 0x80) to--
    const text = decodeText(bytes.subarray(from, to))
    return { line: records.lines[i]!, ...place, reason, excerpt: text.slice(0, EXCERPT) }
  }
}
