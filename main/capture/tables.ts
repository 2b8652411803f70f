/**
 * Rows of a CSV or TSV file one by one, as text with their places: for readers that look at every row themselves, such as alerts.
 * (Imports of captures work on whole blocks instead; see csv-columns.ts.)
 */
import type { Rejected } from '../../preload/contract/evidence.ts'
import { cellText } from './csv-columns.ts'
import { type CsvBatch, CsvRecords } from './csv-records.ts'
import type { Recognized } from './recognize.ts'
import { Places } from './places.ts'
import { readText } from './text-stream.ts'

export interface TableRow {
  /** As many as there are columns; empty where nothing stands. */
  cells: string[]
  line: number
  /** Where the row lies in the (unpacked) file; without its line end. */
  byte: number
  length: number
}

export interface TableReading {
  columns: string[]
  /** In file order; what could not be read comes as `refused`. Can be iterated once. */
  rows: AsyncGenerator<{ row: TableRow } | { refused: Rejected }, void, undefined>
  /** Of the file on the disk, once `rows` has ended. */
  sha256(): string
  /** Bytes of the file on the disk read so far. */
  consumed(): number
}

/** @param file as `recognize` found it; null is returned when it is no table */
export function readTable(file: Recognized, signal?: AbortSignal): TableReading | null {
  if (file.layout.format !== 'csv') return null
  const { columns, dialect, skip } = file.layout.csv
  const text = readText(file.evidence, file.head.sniffed, signal ? { signal } : {})
  const records = new CsvRecords({ dialect, width: columns.length, skip })
  const places = new Places(text.map)
  async function* rows() {
    for await (const block of text.blocks) yield* batchRows(records.push(block), places, columns.length)
    yield* batchRows(records.end(), places, columns.length)
  }
  return { columns, rows: rows(), sha256: text.sha256, consumed: text.consumed }
}

function* batchRows(
  batch: CsvBatch,
  places: Places,
  width: number,
): Generator<{ row: TableRow } | { refused: Rejected }> {
  const { bytes, records, starts, ends } = batch
  let cell = 0
  for (let i = 0; i < records.count; i++) {
    const place = places.next(batch, i)
    const refused = places.refusal(batch, i, place)
    if (refused) {
      yield { refused }
      continue
    }
    const cells: string[] = []
    for (let column = 0; column < width; column++, cell++)
      cells.push(cellText(bytes, starts[cell]!, ends[cell]!))
    yield { row: { cells, line: records.lines[i]!, ...place } }
  }
}
