/**
 * The first rows of a capture, read exactly as an import reads them: the first chunk of the file, cut short. What inspection
 * says about columns and types is what the import will do.
 */
import type { Rejected } from '../../../preload/contract/evidence.ts'
import { cellText } from '../../case/evidence/cell-text.ts'
import { CHUNK_ROWS, type ColumnData } from '../../case/evidence/chunks.ts'
import { decodeColumn } from '../../case/codec/column.ts'
import type { RecognizedBinary } from '../binary/kind.ts'
import { binarySample } from '../capture-parts.ts'
import { beginning, CaptureReaders } from '../capture-reader.ts'
import type { FilledChunk } from '../columns/chunk-rows.ts'
import type { ColumnBuilder } from '../columns/builder.ts'
import { OPEN_PLAN } from '../columns/plan.ts'
import type { Recognized, RecognizedText } from './recognize.ts'
import { readText } from '../text-stream.ts'

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
  /** Bytes of text read for it. */
  bytes: number
  /** The whole file was read. */
  whole: boolean
}

/** Bytes that are read for a sample; rows end with the first chunk. */
const SAMPLE_BYTES = 4 << 20
const PIECE = 1 << 16

/** @throws Problem truncated-file, damaged-file, …, as far as the sample reaches */
export function readSample(file: Recognized): Promise<Sample> {
  return file.kind === 'text' ? sampleText(file) : sampleBinary(file)
}

/** Rows asked of formats that are no text. */
const SAMPLE_ROWS = 5000

async function sampleBinary(file: RecognizedBinary): Promise<Sample> {
  const sample = emptySample()
  const columns = new Map<string, SampleColumn>()
  for await (const part of binarySample(file, OPEN_PLAN, SAMPLE_ROWS)) {
    sample.rejected += part.rejected.length
    sample.reasons.push(...part.rejected.slice(0, 5 - sample.reasons.length))
    for (const { name, type } of part.columns) columns.set(name, { name, type, data: null })
    const [chunk] = part.chunks
    if (!chunk) continue
    sample.rows = chunk.rows
    sample.bytes = chunk.byteLength
    for (const { name, type, data } of chunk.columns)
      columns.set(name, { name, type, data: decodeColumn(type, data) })
    break
  }
  return { ...sample, columns: [...columns.values()], whole: false }
}

const emptySample = (): Sample => ({ rows: 0, columns: [], rejected: 0, reasons: [], bytes: 0, whole: true })

async function sampleText(file: RecognizedText, bytes = SAMPLE_BYTES): Promise<Sample> {
  const text = readText(file.evidence, file.head.sniffed, { unhashed: true })
  let first: FilledChunk | null = null
  const sample = emptySample()
  const reader = new CaptureReaders(file.layout, () => 'none').next(text.map, beginning(file.layout), {
    chunk: (chunk) => (first ??= kept(chunk)),
    rejected: (row) => {
      sample.rejected++
      if (sample.reasons.length < 5) sample.reasons.push(row)
    },
  })
  for await (const piece of piecesOf(text.blocks)) {
    reader.push(piece)
    sample.bytes += piece.length
    if (first || sample.bytes > bytes || sample.rejected > CHUNK_ROWS) {
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

/** Small pieces, so that a file of nothing but broken rows is given up soon, and others have their turn. */
async function* piecesOf(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const block of blocks)
    for (let at = 0; at < block.length; at += PIECE) {
      yield block.subarray(at, at + PIECE)
      await new Promise((resolve) => setImmediate(resolve))
    }
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
  return values.slice(0, most)
}
