/** A file of JSON documents into chunks. */
import { ByteDictionary } from '../columns/byte-dictionary.ts'
import { ChunkRows, type CaptureReader, type Receiver } from '../columns/chunk-rows.ts'
import type { Transcoder } from '../encoding.ts'
import { type ColumnKind, JsonColumns } from './columns.ts'
import { JsonDirect } from './direct.ts'
import { JsonDocuments, type DocumentBatch, type JsonLayout } from './documents.ts'
import type { JsonKernel } from './kernel.ts'
import { parseObject, parseWithDigits, Unfit, unwrap } from './parse.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { Places } from '../places.ts'
import type { JsonStanding, Stop } from '../segments/standing.ts'

export class JsonReader implements CaptureReader {
  readonly #cutter: JsonDocuments
  readonly #columns: JsonColumns
  readonly #direct: JsonDirect
  readonly #places: Places
  readonly #to: Receiver
  readonly #chunk = new ChunkRows()

  /** Byte of the original that the reading stands at. */
  #byte = 0

  constructor(
    layout: JsonLayout,
    kindOf: (name: string) => ColumnKind,
    map: Transcoder,
    to: Receiver,
    kernel: JsonKernel,
    standing?: JsonStanding | null,
  ) {
    this.#cutter = new JsonDocuments(layout, undefined, standing)
    this.#columns = new JsonColumns(kindOf, () => new ByteDictionary(kernel.text))
    this.#direct = new JsonDirect(kernel, this.#columns)
    this.#places = new Places(map)
    this.#to = to
  }

  push(block: Buffer): void {
    this.#take(this.#cutter.push(block))
  }

  end(): void {
    this.#take(this.#cutter.end())
    this.flush()
  }

  stop(): Stop {
    return { byte: this.#byte, ...this.#cutter.standing() }
  }

  unclosed(): { byte: number; line: number } | null {
    return this.#cutter.unclosed()
  }

  flush(): void {
    if (this.#chunk.rows > 0) this.#handOver()
  }

  #handOver(): void {
    this.#direct.flush()
    this.#to.chunk(this.#chunk.take(this.builders()))
  }

  builders() {
    return [...this.#columns.columns.values()].map(({ builder }) => builder)
  }

  unreadableTimes(): number {
    let sum = 0
    for (const { unreadable } of this.#columns.columns.values()) sum += unreadable
    return sum
  }

  #take(batch: DocumentBatch): void {
    this.#takeAll(batch)
    this.#byte = this.#places.passed(batch)
  }

  #takeAll(batch: DocumentBatch): void {
    this.#direct.load(batch.bytes)
    for (let i = 0; i < batch.records.count; i++) {
      const place = this.#places.next(batch, i)
      const refused = this.#places.refusal(batch, i, place)
      if (refused) {
        this.#to.rejected(refused)
        continue
      }
      try {
        const { from, to } = batch.records
        if (!this.#direct.store(from[i]!, to[i]!, this.#chunk.rows)) {
          if (!this.#store(batch.bytes.subarray(from[i], to[i]))) continue
        }
      } catch (error) {
        if (!(error instanceof Unfit)) throw at(error, batch.records.lines[i]!, place.byte)
        this.#to.rejected(this.#places.refusal(batch, i, place, error.message)!)
        continue
      }
      this.#chunk.add(place)
      if (this.#chunk.full(this.#columns.columns.size)) this.#handOver()
    }
  }

  /** @returns false when the document holds no event */
  #store(bytes: Buffer): boolean {
    const { rows } = this.#chunk
    const event = unwrap(parseObject(bytes))
    if (!event) return false
    try {
      if (!this.#columns.store(event, rows)) this.#columns.store(unwrap(parseWithDigits(bytes))!, rows)
    } finally {
      this.#direct.learn()
    }
    return true
  }
}

/** A Problem with the place of its document. */
function at(error: unknown, line: number, byte: number): unknown {
  if (!(error instanceof Problem)) return error
  const { code, message, advice } = error
  return new Problem(code, message, { where: { line, byte }, cause: error, ...(advice && { advice }) })
}
