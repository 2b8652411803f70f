/** A CSV or TSV file into chunks. */
import { ChunkRows, type CaptureReader, type Receiver } from '../columns/chunk-rows.ts'
import { CsvColumn } from './columns.ts'
import type { CsvLayout } from './layout.ts'
import type { CsvKernel } from './kernel.ts'
import type { CsvBatch } from './batch.ts'
import { CsvRecords } from './records.ts'
import type { Transcoder } from '../encoding.ts'
import type { ColumnKind } from '../json/columns.ts'
import { Places } from '../places.ts'
import type { CsvStanding, Stop } from '../segments/standing.ts'

/** Bytes read at a time: every column goes over them once, so they and the places of their cells should stay in the cache. */
const STRETCH = 1 << 18

/** @param kindOf what each column is to be */
export function csvColumns(
  { columns }: CsvLayout,
  kindOf: (name: string) => ColumnKind,
  kernel: CsvKernel,
): CsvColumn[] {
  const { length } = columns
  return columns.map((name, i) => new CsvColumn(name, { index: i, width: length, kernel }, kindOf(name)))
}

export class CsvReader implements CaptureReader {
  readonly #records: CsvRecords
  readonly #kernel: CsvKernel
  readonly #columns: CsvColumn[]
  readonly #places: Places
  readonly #to: Receiver
  readonly #missing: Buffer[]
  readonly #chunk = new ChunkRows()

  /** Byte of the original that the reading stands at. */
  #byte = 0

  /** @param columns of {@link csvColumns}; those of an earlier reading serve again once they are restarted; so does the kernel */
  constructor(
    layout: CsvLayout,
    { columns, kernel }: { columns: CsvColumn[]; kernel: CsvKernel },
    map: Transcoder,
    to: Receiver,
    standing: CsvStanding | null = { skip: layout.skip, passing: false },
  ) {
    const width = layout.columns.length
    this.#kernel = kernel
    this.#records = new CsvRecords({
      dialect: layout.dialect,
      width,
      kernel,
      base: map.base,
      skip: 0,
      ...standing,
    })
    this.#columns = columns
    this.#places = new Places(map)
    this.#to = to
    this.#missing = (layout.missing ?? []).map((text) => Buffer.from(text))
  }

  push(block: Buffer): void {
    this.#want()
    for (let batch: CsvBatch | null = this.#records.push(block, STRETCH); batch;) {
      this.#take(batch)
      this.#want()
      batch = this.#records.more(STRETCH)
    }
  }

  end(): void {
    this.#want()
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

  stop(): Stop {
    return { byte: this.#byte, ...this.#records.standing() }
  }

  unclosed(): null {
    return null
  }

  /** Columns that were numbers up to here are read as numbers on the way. */
  #want(): void {
    const { modes } = this.#kernel.numbers.arrays
    for (const [i, column] of this.#columns.entries()) modes[i] = column.isNumeric() ? 1 : 0
  }

  #take(batch: CsvBatch): void {
    const chunk = this.#chunk
    for (const text of this.#missing) forget(batch, this.#columns.length, text)
    let good = 0
    let stored = 0
    const { base, passed, records } = batch
    // Asked for once, not for every row.
    let found = { base, passed, records, bytes: batch.bytes }
    const store = () => {
      for (const column of this.#columns) column.append(batch, stored, good, chunk.rows - (good - stored))
      stored = good
      // What dictionaries took may have moved them.
      found = { ...found, bytes: batch.bytes }
    }
    for (let i = 0; i < batch.records.count; i++) {
      const place = this.#places.next(found, i)
      const refused = this.#places.refusal(found, i, place)
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
    this.#byte = this.#places.passed(batch)
  }
}

/** Makes the cells that are this text empty. */
function forget({ bytes, starts, ends, rows }: CsvBatch, width: number, text: Buffer): void {
  const cells = rows * width
  for (let i = 0; i < cells; i++) {
    const start = starts[i]!
    if (ends[i]! - start !== text.length || bytes[start] !== text[0]) continue
    if (bytes.compare(text, 0, text.length, start, start + text.length) === 0) ends[i] = start
  }
}
