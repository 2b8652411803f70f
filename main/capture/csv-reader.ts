/** A CSV or TSV file into chunks. */
import { ChunkRows, type CaptureReader, type Receiver } from './chunk-rows.ts'
import { CsvColumn } from './csv-columns.ts'
import type { CsvLayout } from './csv-layout.ts'
import { CsvRecords, type CsvBatch } from './csv-records.ts'
import type { Transcoder } from './encoding.ts'
import type { ColumnKind } from './json-columns.ts'
import { Places } from './places.ts'

/** Bytes read at a time: every column goes over them once, so they and the places of their cells should stay in the cache. */
const STRETCH = 1 << 18

export class CsvReader implements CaptureReader {
  readonly #records: CsvRecords
  readonly #columns: CsvColumn[]
  readonly #places: Places
  readonly #to: Receiver
  readonly #chunk = new ChunkRows()

  constructor(layout: CsvLayout, kindOf: (name: string) => ColumnKind, map: Transcoder, to: Receiver) {
    const width = layout.columns.length
    this.#records = new CsvRecords({ dialect: layout.dialect, width, skip: layout.skip })
    this.#columns = layout.columns.map((name, i) => new CsvColumn(name, i, width, kindOf(name)))
    this.#places = new Places(map)
    this.#to = to
  }

  push(block: Buffer): void {
    for (let at = 0; at < block.length;) {
      // Inside a long record the stretches would only be joined and read again.
      const length = this.#records.waiting > STRETCH ? block.length : STRETCH
      this.#take(this.#records.push(block.subarray(at, at + length)))
      at += length
    }
  }

  end(): void {
    this.#take(this.#records.end())
    this.flush()
  }

  flush(): void {
    if (this.#chunk.rows > 0) this.#to.chunk(this.#chunk.take(this.builders()))
  }

  builders() {
    return this.#columns.map(({ builder }) => builder)
  }

  unreadableTimes(): number {
    return this.#columns.reduce((sum, { unreadable }) => sum + unreadable, 0)
  }

  #take(batch: CsvBatch): void {
    const chunk = this.#chunk
    let good = 0
    let stored = 0
    const store = () => {
      for (const column of this.#columns) column.append(batch, stored, good, chunk.rows - (good - stored))
      stored = good
    }
    for (let i = 0; i < batch.records.count; i++) {
      const place = this.#places.next(batch, i)
      const refused = this.#places.refusal(batch, i, place)
      if (refused) {
        this.#to.rejected(refused)
        continue
      }
      chunk.add(place)
      good++
      if (chunk.full(this.#columns.length)) {
        store()
        this.#to.chunk(chunk.take(this.builders()))
      }
    }
    store()
    this.#to.passed(chunk.stretch(), this.#places.passed(batch))
  }
}
