/** The readers that a recognized text needs. */
import type { CaptureReader, Receiver } from './columns/chunk-rows.ts'
import type { CsvLayout } from './csv/layout.ts'
import type { CsvColumn } from './csv/columns.ts'
import { CsvKernel } from './csv/kernel.ts'
import { csvColumns, CsvReader } from './csv/reader.ts'
import type { Transcoder } from './encoding.ts'
import type { ColumnKind } from './json/columns.ts'
import { JsonKernel } from './json/kernel.ts'
import type { JsonLayout } from './json/documents.ts'
import { JsonReader } from './json/reader.ts'
import { MAX_RECORD } from './record-list.ts'
import type { CsvStanding, JsonStanding, Standing } from './segments/standing.ts'
import type { EventForm } from './windows/framing.ts'
import { EventReader } from './windows/reader.ts'

export type TextLayout =
  | { format: 'csv' | 'zeek'; csv: CsvLayout }
  | { format: 'ndjson' | 'json'; json: JsonLayout }
  | { format: EventForm }

/** Makes readers of one file, one after the other. Each must have ended, or been flushed, before the next is made. */
export class CaptureReaders {
  readonly #layout: TextLayout
  readonly #kindOf: (name: string) => ColumnKind
  #json: JsonKernel | null = null
  #table: { columns: CsvColumn[]; kernel: CsvKernel } | null = null

  /** @param kindOf what each column is to be */
  constructor(layout: TextLayout, kindOf: (name: string) => ColumnKind) {
    this.#layout = layout
    this.#kindOf = kindOf
  }

  /** @param standing where the reading begins, as an earlier one left it; null: at a record */
  next(map: Transcoder, standing: Standing | null, to: Receiver): CaptureReader {
    const layout = this.#layout
    if ('json' in layout) {
      this.#json ??= new JsonKernel()
      return new JsonReader(layout.json, this.#kindOf, map, to, this.#json, standing as JsonStanding | null)
    }
    if (!('csv' in layout)) return new EventReader(layout.format, this.#kindOf, map, to)
    if (this.#table) for (const column of this.#table.columns) column.restart()
    // The columns of a table are known beforehand, so that their memory can serve again.
    this.#table ??= this.#newTable(layout.csv)
    return new CsvReader(layout.csv, this.#table, map, to, standing as CsvStanding | null)
  }

  #newTable(csv: CsvLayout) {
    const kernel = new CsvKernel(csv.dialect, csv.columns.length, MAX_RECORD)
    return { kernel, columns: csvColumns(csv, this.#kindOf, kernel) }
  }
}

/** How a reading stands at the beginning of a file. */
export function beginning(layout: TextLayout): Standing | null {
  if ('csv' in layout) return { skip: layout.csv.skip, passing: false }
  if (!('json' in layout) || layout.json.kind !== 'array') return null
  return { place: 'lead', home: 'between', depth: 0, text: 'out', passing: false }
}
