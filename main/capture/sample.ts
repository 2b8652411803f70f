/**
 * The first rows of a capture, read exactly as an import reads them: the first chunk of the file, cut short. What inspection
 * says about columns and types is what the import will do.
 */
import type { Rejected } from '../../preload/contract/evidence.ts'
import { cellText } from '../case/cell-text.ts'
import type { ColumnData } from '../case/chunks.ts'
import type { CaptureReader, FilledChunk } from './chunk-rows.ts'
import type { ColumnBuilder } from './column-builder.ts'
import { CsvReader } from './csv-reader.ts'
import type { Transcoder } from './encoding.ts'
import type { ColumnKind } from './json-columns.ts'
import { JsonReader } from './json-reader.ts'
import type { Receiver } from './chunk-rows.ts'
import type { Recognized } from './recognize.ts'
import { readText } from './text-stream.ts'

export interface SampleColumn {
  name: string
  type: ColumnBuilder['type']
  data: ColumnData | null
}
export interface Sample {
  rows: number
  columns: SampleColumn[]
  /** Refused among them, with the first few. */
  rejected: number
  reasons: Rejected[]
  /** The whole file was read. */
  whole: boolean
}

/** Bytes that are read for a sample; rows end with the first chunk. */
const SAMPLE_BYTES = 4 << 20

/** The reader that a recognized file needs. @param kindOf what each column is to be */
export function captureReader(
  { layout }: Recognized,
  kindOf: (name: string) => ColumnKind,
  map: Transcoder,
  to: Receiver,
): CaptureReader {
  return layout.format === 'csv'
    ? new CsvReader(layout.csv, kindOf, map, to)
    : new JsonReader(layout.json, kindOf, map, to)
}

/** @throws Problem truncated-file, damaged-file, …, as far as the sample reaches */
export async function readSample(file: Recognized, bytes = SAMPLE_BYTES): Promise<Sample> {
  const text = readText(file.evidence, file.head.sniffed, { unhashed: true })
  let first: FilledChunk | null = null
  const sample: Sample = { rows: 0, columns: [], rejected: 0, reasons: [], whole: true }
  const reader = captureReader(file, () => 'none', text.map, {
    chunk: (chunk) => (first ??= kept(chunk)),
    rejected: (row) => {
      sample.rejected++
      if (sample.reasons.length < 5) sample.reasons.push(row)
    },
    passed: () => undefined,
  })
  let read = 0
  for await (const block of text.blocks) {
    reader.push(block)
    read += block.length
    if (first || read > bytes) {
      sample.whole = false
      break
    }
  }
  // A sample that was cut short may end in the middle of a record, and that is no fault of the file.
  if (!first && sample.whole) reader.end()
  else if (!first) reader.flush()
  const chunk = first as FilledChunk | null
  sample.rows = chunk?.rows ?? 0
  sample.columns = reader
    .builders()
    .map(({ name, type }) => ({ name, type, data: chunk?.columns.get(name) ?? null }))
  return sample
}

/** A chunk that stays when the reader goes on. */
function kept(chunk: FilledChunk): FilledChunk {
  const columns = [...chunk.columns].map(([name, column]): [string, ColumnData] => [
    name,
    column.type === 'text'
      ? { type: 'text', codes: column.codes.slice(), values: column.values }
      : ({ ...column, data: column.data.slice() } as ColumnData),
  ])
  return { ...chunk, columns: new Map(columns) }
}

/** Text of one value; `''` when it is missing. */
export function valueAt({ data }: SampleColumn, row: number): string {
  if (!data) return ''
  return data.type === 'text' ? data.values[data.codes[row]!]! : cellText(data.type)(data.data[row]!)
}

/** Values of a column as text, missing ones as `''`: evenly over the sample, at most `most`. */
export function sampleValues(column: SampleColumn, rows: number, most: number): string[] {
  const step = Math.max(1, rows / most)
  const values: string[] = []
  for (let at = 0; Math.floor(at) < rows; at += step) values.push(valueAt(column, Math.floor(at)))
  return values
}
